"""Who in the village is this WeChat account?"""

import pytest

from models.audit import AuditEntry
from models.people import Identity, Person
from models.requests import Request, RequestStatus
from services import binding, sessions
from services.errors import Conflict, Invalid, Unavailable
from services.phones import phone_columns
from wechat.errors import CodeInvalid, WeChatBusy, WeChatUnavailable

PHONE = "19900005555"


@pytest.fixture
def visitor(cast):
    return cast.visitor()


@pytest.fixture
def roster(cast):
    """Put someone on a branch's roster who has no WeChat here yet."""

    def add(name, home=None, phone=PHONE, **columns):
        columns = {"is_on_roster": True, **phone_columns(phone), **columns}
        return Person.create(name=name, home=home or cast.dongkeng, created_at=cast.now, **columns)

    return add


@pytest.fixture
def bind(visitor, now):
    def run(name="王小禾", phone=PHONE, *, by=None, organisation=None, is_proven=True):
        return binding.bind_phone(
            phone, name, is_proven=is_proven, organisation=organisation, by=by or visitor, now=now
        )

    return run


def test_phone_and_name_of_one_roster_person_bind(bind, roster, visitor):
    wang = roster("王小禾")

    assert bind() == binding.Bound("bound", wang.id)
    assert Identity.get_by_id(visitor.identity_id).person_id == wang.id


def test_a_phone_under_an_older_key_is_found(bind, roster):
    from models.encryption import key_ring

    key_ring.load(("test-secret-zero",))
    wang = roster("王小禾")
    key_ring.load(("test-secret-one", "test-secret-zero"))

    assert bind().person_id == wang.id


def test_a_couple_that_shares_a_phone_is_told_apart_by_name(bind, roster):
    roster("王小禾")
    wife = roster("刘小麦")

    assert bind("刘小麦").person_id == wife.id


def test_a_namesake_with_another_phone_does_not_matter(bind, roster, cast):
    roster("王小禾", cast.xixi, phone="19900006666")
    mine = roster("王小禾")

    assert bind().person_id == mine.id


def test_namesakes_with_the_same_phone_wait_for_the_secretary(bind, roster, cast):
    roster("王小禾")
    roster("王小禾", cast.xixi)

    assert bind().binding == "pending"


def test_a_known_phone_with_another_name_asks_that_branch(bind, roster, cast):
    roster("王小禾", cast.xixi)
    bound = bind("王禾苗")

    request = Request.get_by_id(bound.request_id)
    assert (bound.binding, request.organisation_id) == ("pending", cast.xixi.id)


def test_a_phone_typed_by_hand_proves_nothing(bind, roster):
    roster("王小禾")

    assert bind(is_proven=False).binding == "pending"


def test_a_roster_person_with_wechat_is_not_taken_over(bind, roster, cast):
    wang = roster("王小禾")
    Identity.create(appid="wx-test-mini", openid="openid-of-wang", person=wang, created_at=cast.now)

    assert bind().binding == "pending"


def test_the_same_person_s_official_account_does_not_stand_in_the_way(bind, roster, cast):
    wang = roster("王小禾")
    Identity.create(appid="wx-test-oa", openid="openid-of-wang", person=wang, created_at=cast.now)

    assert bind().person_id == wang.id


def test_someone_taken_off_the_roster_is_not_bound(bind, roster, cast):
    roster("王小禾", is_on_roster=False)

    assert bind(organisation=cast.dongkeng).binding == "pending"


def test_an_unknown_phone_needs_to_say_where(bind):
    with pytest.raises(Invalid) as refused:
        bind()
    assert refused.value.code == "organisation_required"


def test_the_chosen_organisation_is_asked(bind, cast, inbox_of):
    bound = bind(organisation=cast.dongkeng)

    assert Request.get_by_id(bound.request_id).status is RequestStatus.WAITING
    assert inbox_of(cast.li) == ["有人申请身份认证"]
    assert inbox_of(cast.sun) == []


def test_who_is_bound_cannot_bind_again(bind, cast):
    with pytest.raises(Conflict) as refused:
        bind(by=cast.wang)
    assert refused.value.code == "already_bound"


def test_a_second_tap_that_was_under_way_is_already_bound(bind, roster):
    """Its actor was read before the first tap moved everything."""
    roster("王小禾")
    bind()

    with pytest.raises(Conflict) as refused:
        bind()
    assert refused.value.code == "already_bound"
    assert Request.select().count() == 0


def test_asking_again_changes_the_one_request(bind, cast):
    first = bind("王小禾", organisation=cast.dongkeng)
    second = bind("王禾苗", organisation=cast.dongkeng)

    assert first.request_id == second.request_id
    assert Request.get().name == "王禾苗"


def test_asking_again_without_naming_it_reaches_the_same_branch(bind, cast, visitor):
    bind(organisation=cast.dongkeng)

    assert bind("王禾苗").binding == "pending"
    assert Request.get().organisation_id == cast.dongkeng.id


def test_asking_another_branch_tells_its_secretary(bind, cast, inbox_of):
    bind(organisation=cast.dongkeng)
    bind(organisation=cast.xixi)
    bind(organisation=cast.xixi)

    assert inbox_of(cast.sun) == ["有人申请身份认证"]
    assert AuditEntry.select().where(AuditEntry.action == "ask_binding").count() == 3


def test_binding_closes_the_request_that_waited(bind, roster, cast):
    asked = bind("王禾苗", organisation=cast.dongkeng)
    roster("王小禾")
    bind()

    assert Request.get_by_id(asked.request_id).status is RequestStatus.APPROVED


def test_the_session_belongs_to_the_bound_person_from_now_on(bind, roster, visitor, now):
    token, _ = sessions.open_session(visitor.person, identity_id=visitor.identity_id, days=1, now=now)
    wang = roster("王小禾")
    bind()

    assert sessions.who_is(token, now=now).person.id == wang.id


def test_binding_is_in_the_trail(bind, roster, visitor):
    wang = roster("王小禾")
    bind()

    entry = AuditEntry.get(action="bind_phone")
    assert (entry.subject_id, entry.actor_id) == (wang.id, visitor.person.id)


@pytest.mark.parametrize(
    ("failure", "family", "code"),
    [
        (CodeInvalid("errcode_40029"), Invalid, "phone_code_invalid"),
        (WeChatBusy(), Unavailable, "wechat_busy"),
        (WeChatUnavailable("timeout"), Unavailable, "wechat_unavailable"),
    ],
)
def test_what_wechat_does_not_prove_is_said(visitor, wechat, failure, family, code):
    wechat.failure = failure

    with pytest.raises(family) as refused:
        binding.prove_phone("code-1", gateway=wechat, by=visitor)
    assert refused.value.code == code


def test_wechat_s_number_is_brought_to_our_spelling(visitor, wechat):
    wechat.phone = "86 19900005555"

    assert binding.prove_phone("code-1", gateway=wechat, by=visitor) == PHONE


def test_without_a_wechat_account_no_code_can_prove_anything(visitor, wechat):
    visitor.identity_id = None

    with pytest.raises(Invalid):
        binding.prove_phone("code-1", gateway=wechat, by=visitor)
    assert wechat.asked == []

"""The secretary decides who the asker is."""

import pytest

from models.appointments import Role
from models.audit import AuditEntry
from models.people import Identity, Person
from models.requests import Request, RequestStatus
from services import binding
from services.errors import ChangedMeanwhile, DecidedMeanwhile, Invalid, NotFound, WrongState
from services.phones import phone_columns

PHONE = "19900005555"


@pytest.fixture
def visitor(cast):
    return cast.visitor()


@pytest.fixture
def request_id(cast, visitor, now):
    """The visitor has asked 东坑村."""
    asked = binding.bind_phone(PHONE, "王小禾", is_proven=True, organisation=cast.dongkeng, by=visitor, now=now)
    return asked.request_id


@pytest.fixture
def roster(cast):
    def add(name="王小禾", home=None, phone="19900007777", **columns):
        return Person.create(
            name=name,
            home=home or cast.dongkeng,
            is_on_roster=True,
            created_at=cast.now,
            **{**phone_columns(phone), **columns},
        )

    return add


@pytest.fixture
def decide(cast, request_id, now):
    def run(decision="approve", *, by=None, **options):
        return binding.decide_request(request_id, decision, by=by or cast.li, now=now, **options)

    return run


def whose(visitor):
    return Identity.get_by_id(visitor.identity_id).person_id


def test_the_only_candidate_is_taken_without_naming_them(decide, roster, visitor):
    wang = roster()

    assert decide().status is RequestStatus.APPROVED
    assert whose(visitor) == wang.id


def test_of_several_candidates_the_named_one_is_taken(decide, roster, visitor):
    roster()
    second = roster("王禾苗", phone=PHONE)
    decide(person_id=second.id)

    assert whose(visitor) == second.id


def test_of_several_candidates_none_is_taken_unnamed(decide, roster, visitor):
    roster()
    roster("王禾苗", phone=PHONE)
    decide()

    assert whose(visitor) == visitor.person.id


def test_someone_whose_name_and_phone_both_differ_is_refused(decide, roster):
    stranger = roster("刘小麦")

    with pytest.raises(Invalid) as refused:
        decide(person_id=stranger.id)
    assert refused.value.code == "person_not_matching"
    assert Request.get().status is RequestStatus.WAITING


def test_a_namesake_of_another_branch_is_no_candidate(decide, roster, cast, visitor):
    namesake = roster(home=cast.xixi)

    with pytest.raises(Invalid):
        decide(person_id=namesake.id)


def test_a_roster_person_with_wechat_is_no_candidate(decide, roster, cast, visitor):
    taken = roster()
    Identity.create(appid="wx-test-mini", openid="openid-x", person=taken, created_at=cast.now)
    decide()

    assert whose(visitor) == visitor.person.id


def test_without_a_candidate_the_asker_is_a_resident_of_the_branch(decide, visitor, cast):
    decide()

    person = Person.get_by_id(visitor.person.id)
    assert (person.name, person.home_id, person.phone) == ("王小禾", cast.dongkeng.id, PHONE)
    assert person.is_known
    assert not person.is_on_roster


def test_a_resident_who_shares_a_member_s_name_stays_a_resident(decide, roster, visitor):
    roster()
    decide(as_resident=True)

    assert whose(visitor) == visitor.person.id
    assert Person.get_by_id(visitor.person.id).is_known


def test_a_refusal_needs_a_reason(decide):
    with pytest.raises(Invalid) as refused:
        decide("refuse")
    assert refused.value.code == "reason_required"


def test_a_refusal_tells_the_asker_why_and_lets_them_ask_again(decide, visitor, cast, inbox_of, now):
    decide("refuse", reason="不是本村的")

    assert inbox_of(visitor) == ["身份认证没有通过"]
    assert Person.get_by_id(visitor.person.id).approved_at is None
    again = binding.bind_phone(PHONE, "王小禾", is_proven=True, organisation=cast.xixi, by=visitor, now=now)
    assert again.binding == "pending"


def test_the_asker_hears_of_the_approval_under_their_new_name(decide, roster, cast, inbox_of):
    wang = roster()
    decide()

    assert inbox_of(cast.actor(wang)) == ["身份认证已通过"]


def test_another_branch_s_secretary_does_not_find_it(decide, cast, request_id):
    with pytest.raises(NotFound):
        decide(by=cast.sun)
    with pytest.raises(NotFound):
        binding.get_request(request_id, to=cast.sun)
    assert binding.list_requests(to=cast.sun) == []


def test_those_without_a_seat_do_not_find_it(decide, cast):
    for nobody in (cast.wang, cast.chen, cast.visitor()):
        with pytest.raises(NotFound):
            decide(by=nobody)


def test_the_township_decides_too(decide, cast):
    officer = cast.member("周镇长", cast.township)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)

    assert decide(by=cast.actor(officer.person)).status is RequestStatus.APPROVED


def test_the_list_holds_what_waits_oldest_first(cast, request_id, now, decide):
    other = cast.visitor()
    later = binding.bind_phone("19900008888", "刘小麦", is_proven=True, organisation=cast.dongkeng, by=other, now=now)

    assert [row.id for row in binding.list_requests(to=cast.li)] == [request_id, later.request_id]
    decide()
    assert [row.id for row in binding.list_requests(to=cast.li)] == [later.request_id]


def test_the_same_decision_again_is_the_same(decide, visitor):
    assert decide().id == decide().id
    assert AuditEntry.select().where(AuditEntry.action == "approve_request").count() == 1


def test_the_same_person_again_is_the_same(decide, roster):
    wang = roster()

    assert decide(person_id=wang.id).id == decide(person_id=wang.id).id == decide().id


def test_who_takes_the_asker_for_somebody_else_is_told(decide, roster):
    wang, other = roster(), roster("王禾苗", phone=PHONE)
    decide(person_id=wang.id)

    for otherwise in ({"as_resident": True}, {"person_id": other.id}):
        with pytest.raises(DecidedMeanwhile):
            decide(**otherwise)


def test_who_takes_a_resident_for_a_roster_person_is_told(decide, roster):
    wang = roster()
    decide(as_resident=True)

    assert decide(as_resident=True).status is RequestStatus.APPROVED
    with pytest.raises(DecidedMeanwhile):
        decide(person_id=wang.id)


def test_who_refuses_for_another_reason_is_told(decide):
    decide("refuse", reason="不是本村的")

    with pytest.raises(DecidedMeanwhile):
        decide("refuse", reason="不认得")


def test_nobody_decides_what_the_asker_has_rewritten_since(decide, cast, visitor, now):
    binding.bind_phone(PHONE, "王大禾", is_proven=True, organisation=cast.dongkeng, by=visitor, now=now)

    for decision in ("approve", "refuse"):
        with pytest.raises(ChangedMeanwhile):
            decide(decision, reason="不认得", version=0)
    assert decide(version=1).name == "王大禾"


def test_asking_the_same_again_disturbs_nobody_who_decides(decide, cast, visitor, now):
    binding.bind_phone(PHONE, "王小禾", is_proven=True, organisation=cast.dongkeng, by=visitor, now=now)

    assert decide(version=0).status is RequestStatus.APPROVED


def test_another_decision_afterwards_is_too_late(decide):
    decide()

    with pytest.raises(WrongState):
        decide("refuse", reason="看错了")


def test_a_decision_is_in_the_trail(decide, cast, visitor, roster):
    wang = roster()
    decide()

    entry = AuditEntry.get(action="approve_request")
    assert (entry.actor_id, entry.organisation_id, entry.after) == (
        cast.li.person.id,
        cast.dongkeng.id,
        f'{{"person": {wang.id}}}',
    )

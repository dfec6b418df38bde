"""What goes on the wall is exactly what the verifier read, and nothing that must stay private."""

import pytest

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.audit import AuditEntry
from models.wishes import Wish, WishKind, WishStatus
from services import policies, wishes
from services.errors import ChangedMeanwhile, DecidedMeanwhile, Invalid, NotAllowed, NotFound, WrongState
from services.phones import phone_columns


@pytest.fixture
def verify(cast, now):
    def run(wish, decision="accept", *, by=None, **preview):
        return wishes.verify_wish(wish.id, decision, by=by or cast.li, now=now, **preview)

    return run


@pytest.fixture
def pending(cast):
    return lambda **columns: cast.wish(**{"status": WishStatus.PENDING, "public_name": "", **columns})


def refused_code(act):
    with pytest.raises(Invalid) as refused:
        act()
    return refused.value.code


def test_accepted_it_is_open_and_speaks_of_a_villager(verify, pending, now):
    wish = verify(pending())

    assert (wish.status, wish.opened_at, wish.public_name) == (WishStatus.OPEN, now, "东坑村一位居民")


def test_the_preview_replaces_what_was_typed(verify, pending):
    wish = verify(pending(), public_title="一床被子", public_detail="", public_name="东坑村一位老人")

    assert (wish.title, wish.detail, wish.public_name) == ("一床被子", "", "东坑村一位老人")


def test_the_township_words_the_default_name(verify, pending, cast, now):
    policies.decide("wish.public_name", "{organisation}的乡亲", cast.dongkeng, by=cast.li, now=now)

    assert verify(pending()).public_name == "东坑村的乡亲"


def test_held_text_is_released_by_the_verifier(verify, pending):
    assert verify(pending(status=WishStatus.HELD)).status is WishStatus.OPEN


def test_the_maker_is_told(verify, pending, cast, inbox_of):
    verify(pending())
    verify(pending(), "reject", reason="请写清尺寸")

    assert inbox_of(cast.chen) == ["心愿已上墙", "心愿需要修改"]


def test_a_rejection_needs_a_reason(verify, pending):
    assert refused_code(lambda: verify(pending(), "reject")) == "reason_required"


def test_a_rejected_wish_keeps_the_reason_for_its_maker(verify, pending):
    wish = verify(pending(), "reject", reason="请写清尺寸")

    assert (wish.status, wish.reason) == (WishStatus.REJECTED, "请写清尺寸")


@pytest.mark.parametrize("field", ["public_title", "public_detail", "public_name"])
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("扫收款码", "money_not_allowed"),
        ("卡 6222 0200 0000 0000 000", "money_not_allowed"),
        ("一位低保老人", "private_circumstances"),
        ("陈村民家", "name_not_agreed"),
        ("电话19900000012", "phone_not_public"),
        ("电话199 0000-0012", "phone_not_public"),
        ("电话１９９００００００１２", "phone_not_public"),
    ],
)
def test_the_wall_never_shows(verify, pending, field, text, code):
    wish = pending(contact_phone="19900000012")

    assert refused_code(lambda: verify(wish, **{field: text})) == code


def test_what_was_typed_is_judged_too(verify, pending):
    assert refused_code(lambda: verify(pending(detail="家里是特困户"))) == "private_circumstances"


def test_the_wisher_s_own_number_is_not_shown_either(verify, pending, cast):
    cast.chen.person.update(**phone_columns("19900000777")).where(
        type(cast.chen.person).id == cast.chen.person.id
    ).execute()

    assert refused_code(lambda: verify(pending(detail="打 19900000777"))) == "phone_not_public"


def test_the_name_is_shown_by_consent(verify, pending):
    wish = verify(pending(may_show_name=True), public_name="陈村民")

    assert wish.public_name == "陈村民"


def test_someone_looked_after_is_not_named_without_consent(verify, pending):
    wish = pending(wisher=None, wisher_name="陈奶奶")

    assert refused_code(lambda: verify(wish, public_name="陈奶奶")) == "name_not_agreed"


def test_a_child_is_never_named(verify, pending):
    wish = pending(wisher=None, wisher_name="小豆子", is_for_child=True, may_show_name=True)

    assert refused_code(lambda: verify(wish, public_name="小豆子")) == "name_not_agreed"


def test_the_village_may_add_private_words(verify, pending, cast, now):
    policies.decide("wish.private_words", ["离异"], cast.dongkeng, by=cast.li, now=now)

    assert refused_code(lambda: verify(pending(), public_detail="离异")) == "private_circumstances"
    assert verify(pending(), public_detail="低保").status is WishStatus.OPEN


def test_the_same_decision_again_is_the_same(verify, pending):
    wish = pending()
    verify(wish)

    assert verify(wish).status is WishStatus.OPEN
    assert AuditEntry.select().where(AuditEntry.action == "accept_wish").count() == 1


def test_the_other_decision_afterwards_is_too_late(verify, pending):
    wish = pending()
    verify(wish)

    with pytest.raises(WrongState):
        verify(wish, "reject", reason="看错了")


@pytest.mark.parametrize(
    ("decision", "first", "second"),
    [
        ("accept", {"public_title": "一床被子"}, {"public_title": "一条毯子"}),
        ("accept", {"public_name": "东坑村一位老人"}, {}),
        ("reject", {"reason": "请写清尺寸"}, {"reason": "不是微心愿"}),
    ],
)
def test_who_decides_the_same_way_in_other_words_is_told(verify, pending, decision, first, second):
    wish = pending()
    decided = verify(wish, decision, **first)

    with pytest.raises(DecidedMeanwhile):
        verify(wish, decision, **second)
    assert Wish.get_by_id(wish.id).title == decided.title


@pytest.mark.parametrize(("decision", "words"), [("accept", {"public_title": "棉被"}), ("reject", {"reason": "x"})])
def test_what_the_wisher_has_rewritten_since_it_was_read_is_not_decided(verify, pending, cast, now, decision, words):
    wish = pending()
    text = wishes.WishText("一盏台灯", "", WishKind.GOODS)
    wishes.change_wish(wish.id, text, is_draft=False, is_held=False, by=cast.chen, now=now)

    with pytest.raises(ChangedMeanwhile):
        verify(wish, decision, version=wish.version, **words)
    rewritten = Wish.get_by_id(wish.id)
    assert (rewritten.status, rewritten.title) == (WishStatus.PENDING, "一盏台灯")
    assert verify(wish, version=rewritten.version).title == "一盏台灯"


def test_those_who_may_not_verify(verify, pending, cast):
    wish = pending()

    with pytest.raises(NotAllowed):
        verify(wish, by=cast.chen)
    for stranger in (cast.wang, cast.sun):
        with pytest.raises(NotFound):
            verify(wish, by=stranger)


def test_a_grid_worker_takes_in_but_does_not_verify(verify, pending, cast):
    gao = cast.member("高某", cast.dongkeng)
    cast.appoint(gao, Role.GRID_WORKER, cast.dongkeng)

    with pytest.raises(NotAllowed):
        verify(pending(), by=cast.actor(gao.person))


def test_an_assistant_s_decision_shows_both_in_the_trail(verify, pending, cast):
    gao = cast.member("高某", cast.dongkeng)
    of_li = Appointment.get(person=cast.li.person, role=Role.SECRETARY)
    seat = cast.appoint(gao, Role.ASSISTANT, cast.dongkeng, delegated_by=of_li)
    DelegatedFunction.create(appointment=seat, function=Function.VERIFY_WISHES)
    verify(pending(), by=cast.actor(gao.person))

    entry = AuditEntry.get(action="accept_wish")
    assert (entry.actor_id, entry.acted_for_id) == (gao.person.id, cast.li.person.id)
    assert (entry.before, entry.after) == ('{"status": "pending"}', '{"status": "open"}')

"""A wish from intake to the wall."""

import pytest

from models.appointments import Role
from models.audit import AuditEntry
from models.wishes import Wish, WishStatus
from services import policies, wishes
from services.errors import Invalid, NotAllowed, NotFound

CARD = "6222020000000000000"


@pytest.fixture
def make(cast, steps, now):
    def run(*, by=None, is_held=False, is_draft=False, **text):
        return wishes.make_wish(
            steps.text(**text), cast.dongkeng, is_draft=is_draft, is_held=is_held, by=by or cast.chen, now=now
        )

    return run


def code_of(act):
    with pytest.raises(Invalid) as refused:
        act()
    return refused.value.code


def test_a_new_wish_waits_and_the_secretary_is_told(make, cast, inbox_of):
    wish = make()

    assert wish.status is WishStatus.PENDING
    assert (wish.made_by_id, wish.wisher_id) == (cast.chen.person.id, cast.chen.person.id)
    assert inbox_of(cast.li) == ["有微心愿等您核实"]


def test_a_wish_for_someone_else_has_no_known_wisher(make):
    assert make(wisher_name="陈奶奶", contact_phone="199 0000 0012").wisher_id is None
    assert Wish.get().contact_phone == "19900000012"


def test_a_draft_is_its_maker_s_alone(make, cast, inbox_of):
    draft = make(is_draft=True)

    assert wishes.get_wish(draft.id, to=cast.chen).status is WishStatus.DRAFT
    assert inbox_of(cast.li) == []
    for other in (cast.li, cast.wang):
        with pytest.raises(NotFound):
            wishes.get_wish(draft.id, to=other)


def test_text_that_wechat_doubts_is_held(make):
    assert make(is_held=True).status is WishStatus.HELD


@pytest.mark.parametrize("text", [{"title": "请打款"}, {"detail": f"卡号 {CARD}"}])
def test_money_is_refused(make, text):
    assert code_of(lambda: make(**text)) == "money_not_allowed"
    assert Wish.select().count() == 0


def test_what_costs_more_than_the_cap_is_no_micro_wish(make):
    make(estimated_value=500)

    assert code_of(lambda: make(estimated_value=501)) == "value_too_high"


def test_the_township_s_cap_counts(make, cast, now):
    policies.decide("wish.value_cap", 100, cast.dongkeng, by=cast.li, now=now)

    assert code_of(lambda: make(estimated_value=101)) == "value_too_high"


def test_too_many_shares_are_refused(make):
    assert code_of(lambda: make(shares=21)) == "too_many_shares"


def test_a_seat_that_takes_in_wishes_is_named_in_the_trail(make, cast):
    make(by=cast.li, wisher_name="陈奶奶")

    entry = AuditEntry.get(action="make_wish")
    assert (entry.actor_id, entry.organisation_id) == (cast.li.person.id, cast.dongkeng.id)


def test_a_rejected_wish_can_be_changed_and_waits_again(cast, steps, now):
    wish = cast.wish(status=WishStatus.REJECTED, reason="请写清楚")
    changed = wishes.change_wish(
        wish.id, steps.text(title="一床薄被"), is_draft=False, is_held=False, by=cast.chen, now=now
    )

    assert (changed.status, changed.title, changed.reason) == (WishStatus.PENDING, "一床薄被", "")


def test_only_the_maker_changes_a_wish(cast, steps, now):
    wish = cast.wish(status=WishStatus.PENDING)

    with pytest.raises(NotAllowed):
        wishes.change_wish(wish.id, steps.text(), is_draft=False, is_held=False, by=cast.li, now=now)
    with pytest.raises(NotFound):
        wishes.change_wish(wish.id, steps.text(), is_draft=False, is_held=False, by=cast.wang, now=now)


class TestWhoSees:
    @pytest.mark.parametrize("status", WishStatus)
    def test_a_stranger_sees_public_wishes_only(self, cast, status):
        wish = cast.wish(status=status)
        seen = {row.id for row in wishes.list_wishes(to=cast.zhao)}

        assert (wish.id in seen) is wish.is_public

    @pytest.mark.parametrize("status", WishStatus)
    def test_the_maker_sees_their_own_always(self, cast, status):
        wish = cast.wish(status=status)

        assert wishes.get_wish(wish.id, to=cast.chen)

    @pytest.mark.parametrize("status", [status for status in WishStatus if status is not WishStatus.DRAFT])
    def test_the_village_s_secretary_sees_all_but_drafts(self, cast, status):
        assert wishes.get_wish(cast.wish(status=status).id, to=cast.li)

    def test_another_village_s_secretary_does_not_find_what_is_not_public(self, cast):
        with pytest.raises(NotFound):
            wishes.get_wish(cast.wish(status=WishStatus.PENDING).id, to=cast.sun)

    @pytest.mark.parametrize(("role", "sees"), [(Role.GRID_WORKER, True), (Role.COUNTY_OFFICER, False)])
    def test_other_seats_see_what_their_functions_need(self, cast, role, sees):
        gao = cast.member("高某", cast.township)
        cast.appoint(gao, role, cast.dongkeng)
        wish = cast.wish(status=WishStatus.PENDING)

        assert bool(wishes.list_wishes(to=cast.actor(gao.person))) is sees
        assert wish

    def test_who_once_claimed_a_wish_still_sees_it_when_it_is_withdrawn(self, cast, steps, now):
        wish = steps.claimed(cast.wang)
        wishes.withdraw_wish(wish.id, by=cast.chen, now=now)

        assert wishes.get_wish(wish.id, to=cast.wang).status is WishStatus.WITHDRAWN
        with pytest.raises(NotFound):
            wishes.get_wish(wish.id, to=cast.zhao)


class TestTheList:
    def test_it_is_newest_first_and_goes_on_after_the_last_one(self, cast):
        made = [cast.wish().id for _ in range(5)]
        first = wishes.list_wishes(to=cast.wang, limit=2)
        rest = wishes.list_wishes(to=cast.wang, before_id=first[-1].id)

        assert [wish.id for wish in [*first, *rest]] == made[::-1]

    def test_it_narrows_to_a_status_and_a_subtree(self, cast):
        here, there = cast.wish(), cast.wish(organisation=cast.xixi)
        cast.wish(status=WishStatus.FULFILLED)

        of_village = wishes.list_wishes(to=cast.wang, status=WishStatus.OPEN, organisation=cast.dongkeng)
        of_township = wishes.list_wishes(to=cast.wang, status=WishStatus.OPEN, organisation=cast.township)
        assert [wish.id for wish in of_village] == [here.id]
        assert [wish.id for wish in of_township] == [there.id, here.id]

    def test_it_narrows_to_mine(self, cast, steps):
        made, claimed = cast.wish(made_by=cast.wang.person), steps.claimed(cast.wang)

        assert [wish.id for wish in wishes.list_wishes(to=cast.wang, mine="made")] == [made.id]
        assert [wish.id for wish in wishes.list_wishes(to=cast.wang, mine="claimed")] == [claimed.id]

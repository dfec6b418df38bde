"""Taking a wish in hand and bringing it home."""

import pytest

from models.audit import AuditEntry
from models.notices import Notice
from models.people import Person
from models.wishes import Claim, ClaimStatus, ProgressNote, WishStatus
from services import claims, policies, wishes
from services.claims import ClaimLimitReached, WishAlreadyClaimed
from services.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState


@pytest.fixture
def claim(now):
    return lambda wish, person: claims.claim_wish(wish.id, by=person, now=now)


@pytest.fixture
def give_up(now):
    return lambda wish, person: claims.give_up_claim(wish.id, by=person, now=now)


@pytest.fixture
def deliver(now):
    def run(wish, person, note="", *, is_held=False):
        return claims.fulfil_wish(wish.id, note, is_held=is_held, by=person, now=now)

    return run


@pytest.fixture
def confirm(cast, now):
    def run(wish, is_satisfied=True, *, by=None, comment=""):
        return claims.confirm_wish(wish.id, is_satisfied, comment=comment, by=by or cast.chen, now=now)

    return run


class TestClaiming:
    def test_a_claimed_wish_is_in_progress_and_the_wisher_is_told(self, claim, cast, steps, inbox_of):
        wish = cast.wish()
        _, is_new = claim(wish, cast.wang)

        assert is_new
        assert steps.again(wish).status is WishStatus.IN_PROGRESS
        assert steps.open_claims(cast.wang) == 1
        assert inbox_of(cast.chen) == ["心愿有人认领了"]

    def test_claiming_again_changes_nothing(self, claim, cast, steps):
        wish = cast.wish()
        claim(wish, cast.wang)

        assert claim(wish, cast.wang) == (wish, False)
        assert steps.open_claims(cast.wang) == 1

    def test_a_wish_in_somebody_s_hands_is_taken(self, claim, cast):
        wish = cast.wish()
        claim(wish, cast.wang)

        with pytest.raises(WishAlreadyClaimed):
            claim(wish, cast.zhao)

    def test_one_s_own_wish_is_for_others(self, claim, cast):
        with pytest.raises(Conflict) as refused:
            claim(cast.wish(), cast.chen)
        assert refused.value.code == "own_wish"

    def test_nor_does_the_wisher_claim_what_the_village_wrote_for_them(self, claim, cast):
        wish = cast.wish(made_by=cast.li.person, wisher=cast.chen.person)

        with pytest.raises(Conflict) as refused:
            claim(wish, cast.chen)
        assert refused.value.code == "own_wish"

    def test_what_one_may_not_see_is_not_found(self, claim, cast):
        with pytest.raises(NotFound):
            claim(cast.wish(status=WishStatus.PENDING), cast.wang)

    def test_the_fourth_wish_in_hand_is_too_many(self, claim, cast):
        for _ in range(3):
            claim(cast.wish(), cast.wang)

        with pytest.raises(ClaimLimitReached):
            claim(cast.wish(), cast.wang)

    def test_a_refused_claim_leaves_the_wish_on_the_wall(self, claim, cast, steps, now):
        policies.decide("wish.claim_limit", 0, cast.dongkeng, by=cast.li, now=now)
        wish = cast.wish()

        with pytest.raises(ClaimLimitReached):
            claim(wish, cast.wang)
        wish = steps.again(wish)
        assert (wish.status, wish.shares_taken) == (WishStatus.OPEN, 0)

    def test_what_is_delivered_counts_no_more_against_the_limit(self, claim, deliver, cast):
        for _ in range(4):
            wish = cast.wish()
            claim(wish, cast.wang)
            deliver(wish, cast.wang)

    def test_a_village_may_ask_for_the_phone_first(self, claim, cast, now):
        policies.decide("wish.claim_needs_phone", True, cast.dongkeng, by=cast.li, now=now)

        with pytest.raises(NotAllowed) as refused:
            claim(cast.wish(), cast.visitor())
        assert refused.value.code == "phone_required"
        claim(cast.wish(), cast.wang)


class TestShares:
    def test_the_wish_stays_on_the_wall_until_the_last_share_is_taken(self, claim, cast, steps):
        wish = cast.wish(shares_total=2)
        claim(wish, cast.wang)
        assert steps.again(wish).status is WishStatus.OPEN
        claim(wish, cast.zhao)

        assert steps.again(wish).status is WishStatus.IN_PROGRESS
        with pytest.raises(WishAlreadyClaimed):
            claim(wish, cast.li)

    def test_a_share_given_up_is_free_again(self, claim, give_up, cast, steps):
        wish = steps.claimed(cast.wang, cast.zhao)
        give_up(wish, cast.wang)
        wish = steps.again(wish)
        assert (wish.status, wish.shares_taken) == (WishStatus.OPEN, 1)

        assert claim(wish, cast.li)[1]

    def test_only_the_last_delivery_asks_the_wisher(self, deliver, cast, steps, inbox_of):
        wish = steps.claimed(cast.wang, cast.zhao)

        assert deliver(wish, cast.wang).status is WishStatus.IN_PROGRESS
        assert "心愿办好了，请确认" not in inbox_of(cast.chen)
        assert deliver(wish, cast.zhao).status is WishStatus.AWAITING_CONFIRMATION
        assert inbox_of(cast.chen).count("心愿办好了，请确认") == 1

    def test_an_early_delivery_waits_for_the_shares_that_nobody_has_taken(self, claim, deliver, cast, steps):
        wish = steps.claimed(cast.wang, shares_total=2)
        assert deliver(wish, cast.wang).status is WishStatus.OPEN
        claim(wish, cast.zhao)

        assert deliver(wish, cast.zhao).status is WishStatus.AWAITING_CONFIRMATION

    def test_a_delivered_share_is_not_given_up(self, deliver, give_up, cast, steps):
        wish = steps.claimed(cast.wang, cast.zhao)
        deliver(wish, cast.wang)

        with pytest.raises(WrongState):
            give_up(wish, cast.wang)


class TestGivingUp:
    def test_the_wish_is_back_on_the_wall_and_the_secretary_knows(self, give_up, cast, steps, inbox_of):
        wish = give_up(steps.claimed(cast.wang), cast.wang)

        assert (wish.status, wish.shares_taken, steps.open_claims(cast.wang)) == (WishStatus.OPEN, 0, 0)
        assert steps.claim_of(wish, cast.wang).status is ClaimStatus.GIVEN_UP
        assert inbox_of(cast.li) == ["认领人放弃了心愿"]

    def test_giving_up_twice_is_giving_up_once(self, give_up, cast, steps):
        wish = steps.claimed(cast.wang)
        give_up(wish, cast.wang)
        give_up(wish, cast.wang)

        assert steps.open_claims(cast.wang) == 0
        assert AuditEntry.select().where(AuditEntry.action == "give_up_claim").count() == 1

    def test_who_never_had_it_cannot_give_it_up(self, give_up, cast, steps):
        with pytest.raises(WrongState) as refused:
            give_up(steps.claimed(cast.wang), cast.zhao)
        assert refused.value.code == "not_claimed"

    def test_it_can_be_claimed_anew_by_the_same_person(self, give_up, claim, cast, steps):
        wish = steps.claimed(cast.wang)
        give_up(wish, cast.wang)

        assert claim(wish, cast.wang)[1]
        assert Claim.select().where(Claim.wish == wish.id).count() == 2


class TestProgress:
    def test_a_line_is_kept_with_its_moment(self, cast, steps, now):
        wish = steps.claimed(cast.wang)
        claims.report_progress(wish.id, "量好了尺寸", is_held=False, by=cast.wang, now=now)

        note = ProgressNote.get()
        assert (note.text, note.written_at, note.is_held) == ("量好了尺寸", now, False)

    def test_doubtful_text_is_held(self, deliver, cast, steps):
        deliver(steps.claimed(cast.wang), cast.wang, "送到了", is_held=True)

        assert ProgressNote.get().is_held

    def test_only_who_has_it_in_hand_reports(self, cast, steps, now):
        wish = steps.claimed(cast.wang)

        for other in (cast.zhao, cast.li, cast.chen):
            with pytest.raises(NotAllowed):
                claims.report_progress(wish.id, "", is_held=False, by=other, now=now)


class TestConfirming:
    def test_a_satisfied_wisher_closes_the_wish(self, confirm, cast, steps, now, inbox_of):
        wish = confirm(steps.delivered(cast.wang, cast.zhao))

        assert (wish.status, wish.closed_at) == (WishStatus.FULFILLED, now)
        assert {row.status for row in Claim.select()} == {ClaimStatus.CONFIRMED}
        assert inbox_of(cast.wang)[-1] == inbox_of(cast.zhao)[-1] == "心愿已实现，谢谢您"

    def test_a_dissatisfied_one_says_why_and_reopens_it(self, confirm, cast, steps, inbox_of):
        wish = steps.delivered(cast.wang)
        with pytest.raises(Invalid):
            confirm(wish, False)
        wish = confirm(wish, False, comment="还没到")

        assert (wish.status, wish.closed_at) == (WishStatus.IN_PROGRESS, None)
        assert steps.claim_of(wish, cast.wang).status is ClaimStatus.ACTIVE
        assert steps.open_claims(cast.wang) == 1
        assert inbox_of(cast.wang)[-1] == "心愿还没办好"

    def test_the_helpers_read_what_is_missing_unless_wechat_doubts_it(self, cast, steps, now):
        told = {}
        for is_held in (False, True):
            wish = steps.delivered(cast.wang)
            claims.confirm_wish(wish.id, False, comment="还没到", is_held=is_held, by=cast.chen, now=now)
            told[is_held] = Notice.select().order_by(Notice.id.desc()).first().body

            assert claims.get_wish(wish.id, to=cast.wang).reason == ("" if is_held else "还没到")

        assert [("还没到" in told[is_held]) for is_held in (False, True)] == [True, False]
        assert {entry.reason for entry in AuditEntry.select().where(AuditEntry.action == "confirm_wish")} == {"还没到"}

    def test_what_was_missing_stands_there_until_it_is_delivered_again(self, confirm, cast, steps, now):
        wish = confirm(steps.delivered(cast.wang), False, comment="还没到")
        assert wish.reason == "还没到"
        assert claims.fulfil_wish(wish.id, "", is_held=False, by=cast.wang, now=now).reason == ""

    def test_the_village_confirms_after_a_call(self, confirm, cast, steps):
        assert confirm(steps.delivered(cast.wang), by=cast.li).status is WishStatus.FULFILLED

        entry = AuditEntry.get(action="confirm_wish")
        assert (entry.actor_id, entry.acted_for_id) == (cast.li.person.id, cast.chen.person.id)

    def test_the_helper_does_not_confirm_their_own_help(self, confirm, cast, steps):
        for other in (cast.wang, cast.zhao, cast.sun):
            with pytest.raises(NotAllowed):
                confirm(steps.delivered(cast.wang), by=other)


class TestWithdrawing:
    def test_all_helpers_are_free_again_and_told(self, cast, steps, now, inbox_of):
        wish = steps.claimed(cast.wang, cast.zhao)
        claims.fulfil_wish(wish.id, "", is_held=False, by=cast.zhao, now=now)
        wish = wishes.withdraw_wish(wish.id, by=cast.chen, now=now)

        assert (wish.status, wish.shares_taken, wish.closed_at) == (WishStatus.WITHDRAWN, 0, now)
        assert [row.open_claims for row in Person.select().where(Person.open_claims != 0)] == []
        assert {row.status for row in Claim.select()} == {ClaimStatus.RELEASED}
        assert inbox_of(cast.wang)[-1] == inbox_of(cast.zhao)[-1] == "心愿已撤回"

    def test_the_village_may_withdraw_and_others_may_not(self, cast, now):
        wish = cast.wish()

        for other in (cast.wang, cast.sun):
            with pytest.raises(NotAllowed):
                wishes.withdraw_wish(wish.id, by=other, now=now)
        assert wishes.withdraw_wish(wish.id, reason="已经办好", by=cast.li, now=now).reason == "已经办好"

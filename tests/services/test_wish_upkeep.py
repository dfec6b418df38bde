"""What happens to wishes by themselves; each firing twice changes nothing twice."""

import datetime

import pytest

from models.audit import AuditEntry
from models.wishes import ClaimStatus, WishStatus
from services import claims, leases, policies, wish_upkeep
from services.wish_upkeep import ask_for_follow_up, expire_wishes, release_idle_claims, remind_idle_claims
from tests.races import at_once

DAY = datetime.timedelta(days=1)
MOMENT = datetime.timedelta(seconds=1)


class TestReminding:
    def test_after_a_week_without_a_word_the_claimer_is_reminded_once(self, cast, steps, now, inbox_of):
        steps.claimed(cast.wang)

        assert remind_idle_claims(now=now + 7 * DAY - MOMENT) == 0
        assert remind_idle_claims(now=now + 7 * DAY) == 1
        assert remind_idle_claims(now=now + 7 * DAY) == 0
        assert inbox_of(cast.wang) == ["心愿等您的进展"]

    def test_progress_starts_the_week_anew(self, cast, steps, now):
        wish = steps.claimed(cast.wang)
        claims.report_progress(wish.id, "", is_held=False, by=cast.wang, now=now + 6 * DAY)

        assert remind_idle_claims(now=now + 12 * DAY) == 0
        assert remind_idle_claims(now=now + 13 * DAY) == 1

    def test_what_is_delivered_needs_no_reminder(self, cast, steps, now):
        steps.delivered(cast.wang)

        assert remind_idle_claims(now=now + 30 * DAY) == 0

    def test_progress_in_this_very_moment_stops_the_reminder(self, cast, steps, now, monkeypatch):
        wish = steps.claimed(cast.wang)
        meanwhile(monkeypatch, lambda: progress(wish, cast.wang, now + 7 * DAY))

        assert remind_idle_claims(now=now + 7 * DAY) == 0
        assert steps.claim_of(wish, cast.wang).reminded_at is None


class TestReleasing:
    @pytest.fixture
    def reminded(self, cast, steps, now):
        """王党员's claim, reminded at `now` + 7 days."""
        wish = steps.claimed(cast.wang)
        remind_idle_claims(now=now + 7 * DAY)
        return wish

    def test_three_days_after_the_reminder_the_share_goes_back_once(self, reminded, cast, steps, now, inbox_of):
        assert release_idle_claims(now=now + 10 * DAY - MOMENT) == 0
        assert release_idle_claims(now=now + 10 * DAY) == 1
        assert release_idle_claims(now=now + 10 * DAY) == 0

        wish = steps.again(reminded)
        assert (wish.status, wish.shares_taken, steps.open_claims(cast.wang)) == (WishStatus.OPEN, 0, 0)
        assert steps.claim_of(wish, cast.wang).status is ClaimStatus.RELEASED
        assert inbox_of(cast.wang)[-1] == "认领已自动取消"
        assert inbox_of(cast.li)[-1] == "有认领超期已取消"

    def test_the_release_is_in_the_trail(self, reminded, cast, now):
        release_idle_claims(now=now + 10 * DAY)

        entry = AuditEntry.get(action="release_claim")
        assert (entry.actor_id, entry.acted_for_id, entry.origin) == (None, cast.wang.person.id, wish_upkeep.JOB)

    def test_nobody_is_released_without_a_reminder(self, cast, steps, now):
        steps.claimed(cast.wang)

        assert release_idle_claims(now=now + 30 * DAY) == 0

    def test_a_reminder_that_came_late_still_leaves_the_days_of_grace(self, cast, steps, now):
        steps.claimed(cast.wang)
        remind_idle_claims(now=now + 20 * DAY)

        assert release_idle_claims(now=now + 22 * DAY) == 0
        assert release_idle_claims(now=now + 23 * DAY) == 1

    def test_late_progress_stops_the_release(self, reminded, cast, now):
        progress(reminded, cast.wang, now + 9 * DAY)

        assert release_idle_claims(now=now + 15 * DAY) == 0

    def test_progress_in_this_very_moment_stops_it_too(self, reminded, cast, steps, now, monkeypatch):
        meanwhile(monkeypatch, lambda: progress(reminded, cast.wang, now + 10 * DAY))

        assert release_idle_claims(now=now + 10 * DAY) == 0
        wish = steps.again(reminded)
        assert (wish.status, wish.shares_taken) == (WishStatus.IN_PROGRESS, 1)

    def test_a_delivery_in_this_very_moment_leaves_the_shares_as_they_are(self, cast, steps, now, monkeypatch):
        """The other share is still in hand, so the wish itself does not refuse."""
        wish = steps.claimed(cast.wang, cast.zhao)
        remind_idle_claims(now=now + 7 * DAY)
        progress(wish, cast.zhao, now + 8 * DAY)
        meanwhile(
            monkeypatch,
            lambda: claims.fulfil_wish(wish.id, "", is_held=False, by=cast.wang, now=now + 10 * DAY),
        )

        assert release_idle_claims(now=now + 10 * DAY) == 0
        wish = steps.again(wish)
        assert (wish.status, wish.shares_taken) == (WishStatus.IN_PROGRESS, 2)

    def test_the_township_s_days_count(self, cast, steps, now):
        policies.decide("wish.idle_remind_days", 1, cast.dongkeng, by=cast.li, now=now)
        policies.decide("wish.idle_release_days", 2, cast.dongkeng, by=cast.li, now=now)
        steps.claimed(cast.wang)

        assert remind_idle_claims(now=now + DAY) == 1
        assert release_idle_claims(now=now + 2 * DAY) == 1


class TestExpiring:
    def test_after_three_months_on_the_wall_a_wish_comes_down_once(self, cast, steps, now, inbox_of):
        wish = cast.wish()

        assert expire_wishes(now=now + 90 * DAY - MOMENT) == 0
        assert expire_wishes(now=now + 90 * DAY) == 1
        assert expire_wishes(now=now + 90 * DAY) == 0
        wish = steps.again(wish)
        assert (wish.status, wish.closed_at) == (WishStatus.EXPIRED, now + 90 * DAY)
        assert inbox_of(cast.chen) == ["心愿已到期"]

    def test_a_wish_with_a_share_in_hand_stays(self, cast, steps, now):
        steps.claimed(cast.wang, shares_total=2)

        assert expire_wishes(now=now + 90 * DAY) == 0

    def test_a_wish_that_comes_back_to_the_wall_has_its_days_anew(self, cast, steps, now):
        wish = steps.claimed(cast.wang, at=now + 80 * DAY)
        claims.give_up_claim(wish.id, by=cast.wang, now=now + 95 * DAY)

        assert expire_wishes(now=now + 96 * DAY) == 0
        assert expire_wishes(now=now + 185 * DAY) == 1

    def test_what_is_not_on_the_wall_does_not_expire(self, cast, now):
        for status in set(WishStatus) - {WishStatus.OPEN}:
            cast.wish(status=status)

        assert expire_wishes(now=now + 365 * DAY) == 0


class TestFollowingUp:
    def test_after_a_week_of_silence_the_village_is_asked_to_call_once(self, cast, steps, now, inbox_of):
        steps.delivered(cast.wang)

        assert ask_for_follow_up(now=now + 7 * DAY - MOMENT) == 0
        assert ask_for_follow_up(now=now + 7 * DAY) == 1
        assert ask_for_follow_up(now=now + 7 * DAY) == 0
        assert inbox_of(cast.li) == ["请回访一位心愿人"]

    def test_who_has_confirmed_is_not_called(self, cast, steps, now):
        steps.at_status(WishStatus.FULFILLED, by=cast.wang)

        assert ask_for_follow_up(now=now + 30 * DAY) == 0

    def test_after_a_second_delivery_the_village_is_asked_again(self, cast, steps, now):
        wish = steps.delivered(cast.wang)
        ask_for_follow_up(now=now + 7 * DAY)
        claims.confirm_wish(wish.id, False, comment="没到", by=cast.chen, now=now + 8 * DAY)
        claims.fulfil_wish(wish.id, "", is_held=False, by=cast.wang, now=now + 9 * DAY)

        assert ask_for_follow_up(now=now + 15 * DAY) == 0
        assert ask_for_follow_up(now=now + 16 * DAY) == 1


def progress(wish, person, at):
    claims.report_progress(wish.id, "", is_held=False, by=person, now=at)


def meanwhile(monkeypatch, act):
    """Let something happen between the job's reading a claim and its writing."""
    read = wish_upkeep._claim_with_wish
    acts = iter([act])

    def read_then_act(claim_id):
        claim = read(claim_id)
        for this in acts:
            this()
        return claim

    monkeypatch.setattr(wish_upkeep, "_claim_with_wish", read_then_act)


def test_a_round_goes_on_while_others_write(cast, now, monkeypatch):
    """On SQLite a query that is still being read holds an old snapshot, from which nothing can be written."""
    for number in range(3):
        cast.wish(title=f"心愿 {number}", opened_at=now - 100 * DAY)
    expire_one = wish_upkeep._expire

    def expire_one_and_let_another_write(wish, *, now):
        is_expired = expire_one(wish, now=now)
        at_once([lambda: leases.beat("another")])
        return is_expired

    monkeypatch.setattr(wish_upkeep, "_expire", expire_one_and_let_another_write)

    assert expire_wishes(now=now) == 3

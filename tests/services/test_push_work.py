"""What was pushed is worked off once in effect, by however many workers, whatever breaks; on each engine."""

import datetime

import pytest

from models.grants import GrantEntry
from models.pushes import Push
from services import grant_events, push_work
from tests.pushed import MINI, arrive, desk, event, popup, states, work_off
from tests.races import at_once
from tests.sending import granted, ledger_is_right, left_of

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


def test_workers_side_by_side_carry_each_push_out_once(cast, now):
    people = [cast.wang, cast.li, cast.chen, cast.zhao]
    arrive(MINI, *(popup(one.openid, now + n * SECOND, notice="accept") for one in people for n in range(30)), now=now)
    while sum(at_once([lambda: work_off(now)] * 4)):
        pass

    assert set(states()) == {"done"}
    assert {left_of(one) for one in people} == {30}
    assert ledger_is_right()


def test_two_workers_with_the_same_push_in_hand_have_one_effect(cast, now):
    arrive(MINI, popup(cast.wang.openid, now, notice="accept"), now=now)
    (push,) = push_work.take(now=now)
    at_once([lambda: push_work._handle(push, desk(), now=now)] * 4)

    assert left_of(cast.wang) == 1


def test_what_a_dead_worker_had_in_hand_is_due_again(cast, now):
    arrive(MINI, popup(cast.wang.openid, now, notice="accept"), now=now)
    assert len(push_work.take(now=now)) == 1

    assert work_off(now + SECOND) == 0
    assert work_off(now + push_work.IN_HAND) == 1
    assert left_of(cast.wang) == 1


def test_a_push_that_breaks_half_way_leaves_no_half_and_comes_again(cast, now, monkeypatch):
    arrive(MINI, popup(cast.wang.openid, now, notice="accept"), now=now)

    def break_after(arrived):
        grant_events.answered_popup(arrived)
        raise ZeroDivisionError

    with monkeypatch.context() as patched:
        patched.setitem(push_work.HANDLERS, (MINI, "subscribe_msg_popup_event"), break_after)
        work_off(now)
    assert (left_of(cast.wang), Push.get().problem) == (0, "ZeroDivisionError")
    assert work_off(now) == 0

    work_off(now + 5 * SECOND)
    assert (left_of(cast.wang), states()) == (1, ["done"])


def test_what_always_breaks_is_given_up_and_told_loudly(cast, now, monkeypatch, caplog):
    arrive(MINI, event("always", "o-wang", now, Content="悄悄话"), now=now)
    monkeypatch.setitem(push_work.HANDLERS, (MINI, "always"), lambda _: 1 / 0)
    for attempt in range(push_work.MOST_ATTEMPTS + 2):
        work_off(now + datetime.timedelta(hours=attempt))

    assert (states(), Push.get().attempts) == (["failed"], push_work.MOST_ATTEMPTS)
    assert caplog.records[-1].levelname == "ERROR"
    assert "悄悄话" not in caplog.text


def test_one_that_breaks_does_not_hold_the_others_up(cast, now, monkeypatch):
    monkeypatch.setitem(push_work.HANDLERS, (MINI, "always"), lambda _: 1 / 0)
    arrive(MINI, event("always", "o-x", now), popup(cast.wang.openid, now, notice="accept"), now=now)
    work_off(now)

    assert states() == ["waiting", "done"]


def test_what_nothing_follows_from_is_passed_over(db, now):
    arrive(MINI, event("weapp_audit_success", "gh_x", now), event("brand_new", "", now), now=now)
    work_off(now)

    assert states() == ["ignored", "ignored"]


def test_old_pushes_are_deleted(db, now):
    arrive(MINI, event("brand_new", "o1", now), now=now)

    assert push_work.forget_old_pushes(now=now + datetime.timedelta(days=29)) == 0
    assert push_work.forget_old_pushes(now=now + datetime.timedelta(days=31)) == 1


def test_a_popup_of_somebody_who_has_not_logged_in_yet_is_not_lost(cast, now):
    arrive(MINI, popup("o-brand-new", now, notice="accept"), now=now)
    work_off(now)

    assert [(entry.change, entry.grant.identity.openid) for entry in GrantEntry.select()] == [(1, "o-brand-new")]


def test_a_popup_may_speak_of_several_templates_and_of_none_of_ours(cast, now):
    arrive(MINI, popup(cast.wang.openid, now, notice="accept", wish_update="accept"), now=now)
    strange = {"TemplateId": "tpl-strange", "SubscribeStatusString": "accept"}
    arrive(MINI, event("subscribe_msg_popup_event", cast.wang.openid, now, List=[strange, 7, {}]), now=now)
    work_off(now)

    assert (left_of(cast.wang), left_of(cast.wang, "tpl-wish-update")) == (1, 1)
    assert states() == ["done", "done"]


def test_a_refusal_in_the_popup_takes_nothing(cast, now):
    granted(cast.wang, 2)
    arrive(MINI, popup(cast.wang.openid, now, notice="reject"), now=now)
    work_off(now)

    assert left_of(cast.wang) == 2

"""Entering the console by scanning: two secrets, one word, one way in."""

from __future__ import annotations

import datetime

import pytest

from models.audit import AuditEntry
from models.sessions import SessionKind
from services import desk_log_ins as log_ins
from services.errors import NotAllowed, NotFound, Unavailable, WrongState
from services.policy_defaults import DEFAULTS
from services.sessions import who_is
from tests.races import at_once
from wechat.errors import WeChatUnavailable


@pytest.fixture
def asked(cast, now):
    return log_ins.ask_to_enter(device="Windows · Edge", now=now)


def test_a_desk_waits_until_a_phone_says_yes_and_is_then_let_in(asked, cast, now):
    assert log_ins.enter(asked.secret, now=now) is None
    log_ins.decide_desk_log_in(asked.code, "confirm", by=cast.li, now=now)
    token = log_ins.enter(asked.secret, now=now)
    actor = who_is(token, kind=SessionKind.DESK, now=now)
    assert (actor.person.id, actor.openid) == (cast.li.person.id, cast.li.openid)


def test_whoever_only_saw_the_screen_cannot_enter_with_its_code(asked, cast, now):
    log_ins.decide_desk_log_in(asked.code, "confirm", by=cast.li, now=now)
    with pytest.raises(NotFound):
        log_ins.enter(asked.code, now=now)


def test_a_yes_lets_in_one_browser_once(asked, cast, now):
    log_ins.decide_desk_log_in(asked.code, "confirm", by=cast.li, now=now)
    assert log_ins.enter(asked.secret, now=now)
    with pytest.raises(NotFound):
        log_ins.enter(asked.secret, now=now)


def test_a_desk_that_is_turned_away_is_told(asked, cast, now):
    log_ins.decide_desk_log_in(asked.code, "refuse", by=cast.li, now=now)
    with pytest.raises(NotFound, match="code_refused"):
        log_ins.enter(asked.secret, now=now)


def test_without_a_seat_there_is_nothing_to_confirm(asked, cast, now):
    with pytest.raises(NotAllowed):
        log_ins.decide_desk_log_in(asked.code, "confirm", by=cast.wang, now=now)
    assert log_ins.enter(asked.secret, now=now) is None


def test_after_three_minutes_the_code_opens_nothing(asked, cast, now):
    later = now + datetime.timedelta(minutes=3)
    for act in (
        lambda: log_ins.decide_desk_log_in(asked.code, "confirm", by=cast.li, now=later),
        lambda: log_ins.enter(asked.secret, now=later),
    ):
        with pytest.raises(NotFound):
            act()


def test_the_same_word_again_is_the_same_and_another_persons_is_too_late(asked, cast, now):
    for _ in range(2):
        log_ins.decide_desk_log_in(asked.code, "confirm", by=cast.li, now=now)
    with pytest.raises(WrongState):
        log_ins.decide_desk_log_in(asked.code, "refuse", by=cast.li, now=now)
    with pytest.raises(WrongState):
        log_ins.decide_desk_log_in(asked.code, "confirm", by=cast.sun, now=now)
    assert AuditEntry.select().where(AuditEntry.action == "confirm_desk_log_in").count() == 1


def test_phone_and_desk_show_the_same_four_digits(asked):
    assert len(log_ins.matching_number(asked.code)) == 4
    assert log_ins.matching_number(asked.code) != log_ins.matching_number(asked.secret)


def test_when_wechat_draws_no_code_the_desk_is_told_to_try_again(asked):
    class Silent:
        def code_picture(self, scene, page):
            raise WeChatUnavailable("timeout")

    with pytest.raises(Unavailable):
        log_ins.draw_code(asked, gateway=Silent())


def test_only_so_many_desks_wait_at_a_time(asked, cast, now, monkeypatch):
    monkeypatch.setitem(DEFAULTS, "session.desk_codes", 1)
    with pytest.raises(Unavailable, match="desks_busy"):
        log_ins.ask_to_enter(device="", now=now)
    assert log_ins.ask_to_enter(device="", now=now + datetime.timedelta(minutes=4))


def test_the_scene_fits_wechats_thirty_two_characters(asked):
    assert len(asked.scene) <= 32


def test_old_log_ins_are_forgotten(asked, now):
    assert log_ins.forget_old_log_ins(now=now + datetime.timedelta(hours=1)) == 1


class TestOnEveryEngine:
    @pytest.fixture
    def database_url(self, engine_url):
        return engine_url

    @pytest.mark.engine
    def test_of_many_tabs_with_one_secret_one_enters(self, asked, cast, now):
        log_ins.decide_desk_log_in(asked.code, "confirm", by=cast.li, now=now)
        answers = at_once([lambda: log_ins.enter(asked.secret, now=now)] * 6)
        assert len([answer for answer in answers if isinstance(answer, str)]) == 1

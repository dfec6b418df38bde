"""Logging in through WeChat."""

import datetime

import pytest

from models.people import Identity, Person, Standing
from models.sessions import LoginCode, Session
from services import identities, sessions
from services.errors import Unavailable
from services.identities import LoginCodeInvalid
from tests.races import at_once
from wechat.errors import CodeInvalid, CodeUsed, WeChatBusy, WeChatUnavailable

MINUTES = datetime.timedelta(minutes=1)


def log_in(wechat, now, code="code-1", wait=lambda _: None):
    return identities.log_in(code, gateway=wechat, wait=wait, now=now)


def test_the_first_log_in_makes_a_nameless_visitor(cast, wechat, now):
    person = log_in(wechat, now).actor.person

    assert (person.name, person.standing, person.home_id, person.is_known) == ("", Standing.RESIDENT, None, False)


def test_the_token_is_that_person_s(cast, wechat, now):
    logged_in = log_in(wechat, now)

    assert sessions.who_is(logged_in.token, now=now).person.id == logged_in.actor.person.id


def test_the_same_account_is_the_same_person_next_time(cast, wechat, now):
    first, second = log_in(wechat, now, "code-1"), log_in(wechat, now, "code-2")

    assert first.actor.person.id == second.actor.person.id
    assert Identity.select().where(Identity.openid == wechat.openid).count() == 1


def test_openids_that_differ_by_case_are_different_people(cast, wechat, now):
    first = log_in(wechat, now, "code-1")
    wechat.openid = wechat.openid.upper()

    assert log_in(wechat, now, "code-2").actor.person.id != first.actor.person.id


def test_a_repeat_within_five_minutes_gets_a_new_token_without_asking_wechat(cast, wechat, now):
    first = log_in(wechat, now)
    second = log_in(wechat, now + 4 * MINUTES)

    assert first.actor.person.id == second.actor.person.id
    assert first.token != second.token
    assert wechat.asked == ["code-1"]


def test_after_five_minutes_wechat_is_asked_again(cast, wechat, now):
    log_in(wechat, now)
    wechat.failure = CodeUsed("errcode_40163")

    with pytest.raises(LoginCodeInvalid):
        log_in(wechat, now + 5 * MINUTES)


def test_a_code_that_wechat_does_not_know_is_refused(cast, wechat, now):
    wechat.failure = CodeInvalid("errcode_40029")

    with pytest.raises(LoginCodeInvalid):
        log_in(wechat, now)
    assert Session.select().count() == 0


def test_a_double_tap_that_wechat_refuses_is_answered_from_the_first_one(cast, wechat, now, monkeypatch):
    """Both taps missed the note; WeChat took the first, and its note is there when the second is refused."""
    first = log_in(wechat, now)
    notes = iter([None])
    find = identities._identity_of_code
    monkeypatch.setattr(identities, "_identity_of_code", lambda code, now: next(notes, find(code, now=now)))
    wechat.failure = CodeUsed("errcode_40163")

    assert log_in(wechat, now).actor.person.id == first.actor.person.id


def test_a_second_tap_waits_until_the_first_one_has_noted_whose_code_it_is(cast, wechat, now):
    """WeChat has answered the first tap, which has written nothing yet when the second is refused."""
    first = []

    def wait(seconds):
        if seconds and not first:
            wechat.failure = None
            first.append(log_in(wechat, now))

    wechat.failure = CodeUsed("errcode_40163")
    second = log_in(wechat, now, wait=wait)

    assert second.actor.person.id == first[0].actor.person.id
    assert second.token != first[0].token


@pytest.mark.parametrize(
    ("failure", "code"),
    [(WeChatUnavailable("timeout"), "wechat_unavailable"), (WeChatBusy(), "wechat_busy")],
)
def test_when_wechat_does_not_answer_it_says_so(cast, wechat, now, failure, code):
    wechat.failure = failure

    with pytest.raises(Unavailable) as refused:
        log_in(wechat, now)
    assert refused.value.code == code


def test_a_unionid_that_comes_later_is_kept(cast, wechat, now):
    log_in(wechat, now, "code-1")
    wechat.unionid = "union-1"
    log_in(wechat, now, "code-2")

    assert Identity.get(openid=wechat.openid).unionid == "union-1"


def test_a_session_lasts_as_long_as_the_policy_says(cast, wechat, now):
    assert log_in(wechat, now).expires_at == now + datetime.timedelta(days=30)


def test_old_codes_are_forgotten(cast, wechat, now):
    log_in(wechat, now)

    assert identities.forget_old_codes(now=now) == 0
    assert identities.forget_old_codes(now=now + 6 * MINUTES) == 1
    assert LoginCode.select().count() == 0


class TestOnEachEngine:
    @pytest.fixture
    def database_url(self, engine_url):
        return engine_url

    def test_an_account_that_logs_in_twice_at_once_is_one_person(self, cast, wechat, now):
        codes = [f"code-{number}" for number in range(8)]
        answers = at_once([lambda code=code: log_in(wechat, now, code) for code in codes])

        assert len({answer.actor.person.id for answer in answers}) == 1
        assert Person.select().where(Person.name == "").count() == 1

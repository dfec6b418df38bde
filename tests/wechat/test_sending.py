from __future__ import annotations

import datetime

import pytest

from tests.wechat.canned import MAYBE_DONE, NOT_DONE, hangs, raw, says
from wechat.outcomes import SEND_OUTCOMES, Outcome, SendOutcome

SEND = "cgi-bin/message/subscribe/send"


@pytest.fixture
def send(mini_program):
    return lambda page="pages/wish/wish": mini_program.send_subscribe("o1", "tpl", {"thing1": "台灯"}, page)


def test_a_message_arrives_as_wechat_wants_it(send, canned):
    assert send() == SendOutcome(Outcome.SENT, "sent")
    assert canned.last(SEND).json == {
        "touser": "o1",
        "template_id": "tpl",
        "page": "pages/wish/wish",
        "data": {"thing1": {"value": "台灯"}},
        "miniprogram_state": "formal",
        "lang": "zh_CN",
    }


def test_a_message_may_lead_to_no_page(send, canned):
    send(page="")
    assert "page" not in canned.last(SEND).json


@pytest.mark.parametrize(
    ("errcode", "outcome"),
    [
        (43101, Outcome.NO_GRANT),
        (40003, Outcome.REFUSED),
        (47003, Outcome.REFUSED),
        (40037, Outcome.REFUSED),
        (41030, Outcome.REFUSED),
        (45168, Outcome.REFUSED),
        (43107, Outcome.REFUSED),
        (-1, Outcome.RETRY),
        (45011, Outcome.RETRY),
        (44991, Outcome.RETRY),
        (43108, Outcome.RETRY),
        (99999, Outcome.RETRY),
        (45009, Outcome.PAUSED),
        (48001, Outcome.PAUSED),
    ],
)
def test_an_error_number_becomes_an_outcome(send, canned, errcode, outcome):
    canned.answers[SEND] = says(errcode=errcode, errmsg="no rid: 12ab-34cd-56ef")
    result = send()
    assert (result.outcome, result.errcode, result.rid) == (outcome, errcode, "12ab-34cd-56ef")


@pytest.mark.parametrize("failure", MAYBE_DONE.values(), ids=MAYBE_DONE.keys())
def test_what_was_perhaps_delivered_is_unknown(send, canned, failure):
    canned.answers[SEND] = failure
    assert send().outcome is Outcome.UNKNOWN


def test_json_that_says_nothing_about_success_is_unknown(send, canned):
    canned.answers[SEND] = says(openid="o1")
    assert send() == SendOutcome(Outcome.UNKNOWN, "unreadable")


@pytest.mark.parametrize("failure", NOT_DONE.values(), ids=NOT_DONE.keys())
def test_what_the_front_door_turned_away_may_be_sent_again(send, canned, failure):
    canned.answers[SEND] = failure
    assert send().outcome is Outcome.RETRY


def test_what_found_no_connection_may_be_sent_again(send, canned):
    canned.stop()
    assert send() == SendOutcome(Outcome.RETRY, "no_connection")


@pytest.mark.parametrize("no_token", [hangs, raw(b"<html>"), raw(b"", status=502), says(errcode=-1)])
def test_what_got_no_token_may_be_sent_again(send, canned, no_token):
    canned.answers["cgi-bin/stable_token"] = no_token
    assert send().outcome is Outcome.RETRY
    assert canned.times(SEND) == 0


def test_a_used_up_quota_pauses_until_midnight_in_china(send, canned):
    canned.answers[SEND] = says(errcode=45009)
    assert send().paused_until == datetime.datetime(2026, 11, 23, 16, 0, tzinfo=datetime.UTC)


def test_a_wrong_secret_pauses_for_ten_minutes(send, canned, clock):
    canned.answers["cgi-bin/stable_token"] = says(errcode=40125)
    assert send().paused_until == clock.now + datetime.timedelta(minutes=10)


def test_a_token_refused_for_ever_pauses_and_costs_two_fetches(send, canned, clock):
    canned.answers[SEND] = says(errcode=40001)
    results = [send() for _ in range(4)]
    assert {result.outcome for result in results} == {Outcome.PAUSED}
    assert {result.paused_until for result in results} == {clock.now + datetime.timedelta(minutes=1)}
    assert canned.times("cgi-bin/stable_token") == 2


def test_five_lost_answers_in_a_row_pause_for_half_a_minute(send, canned, clock):
    canned.answers[SEND] = raw(b"", status=500)
    outcomes = [send().outcome for _ in range(6)]
    assert outcomes == [Outcome.UNKNOWN] * 5 + [Outcome.PAUSED]
    assert send().paused_until == clock.now + datetime.timedelta(seconds=30)
    assert canned.times(SEND) == 5


def test_reasons_fit_the_column_they_are_stored_in():
    assert all(len(reason) <= 40 for _, reason in SEND_OUTCOMES.values())

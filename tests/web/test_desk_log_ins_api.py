"""The phone's side of entering the console, over HTTP."""

import pytest

from services import desk_log_ins


@pytest.fixture
def asked(app, now):
    return desk_log_ins.ask_to_enter(device="Windows · Edge", now=now)


def test_the_phone_sees_which_desk_asks_and_lets_it_in(call_as, cast, asked, now):
    li = call_as(cast.li)
    shown = li.get(f"/api/desk-log-ins/{asked.code}").json
    assert (shown["device"], shown["number"]) == ("Windows · Edge", desk_log_ins.matching_number(asked.code))
    answers = [li.post(f"/api/desk-log-ins/{asked.code}", {"decision": "confirm"}, key="one") for _ in range(2)]
    assert [(answer.status_code, answer.json["status"]) for answer in answers] == [(200, "confirmed")] * 2
    assert desk_log_ins.enter(asked.secret, now=now)


@pytest.mark.parametrize("code", ["1", "x" * 22, "%20", "d" * 300])
def test_an_unknown_code_is_not_found(call_as, cast, asked, code):
    assert call_as(cast.li).get(f"/api/desk-log-ins/{code}").status_code == 404


def test_without_a_seat_one_is_told_where_to_go_instead(call_as, cast, asked):
    answer = call_as(cast.wang).get(f"/api/desk-log-ins/{asked.code}")
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "no_seat")

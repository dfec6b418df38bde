"""Polls on the phone."""

import pytest

from services.polls import ask_poll, close_poll
from tests.services.party_day_makers import a_party_day


@pytest.fixture
def poll(cast, now):
    day = a_party_day(cast)
    return ask_poll(day.id, "下月去哪里", ["菇林", "古道"], by=cast.li, now=now).poll


def test_a_member_sees_the_question_with_its_label_and_chooses(call_as, cast, poll):
    wang = call_as(cast.wang)
    (seen,) = wang.get(f"/api/party-days/{poll.party_day_id}/polls").json["items"]
    assert (seen["question"], seen["label"], seen["mine"]) == ("下月去哪里", "不作为党内表决依据", None)
    answered = wang.post(f"/api/polls/{poll.id}/answer", {"number": 2})
    assert (answered.status_code, answered.json["mine"]) == (200, 2)
    assert [option["count"] for option in answered.json["options"]] == [0, 1]


def test_the_same_answer_sent_twice_counts_once(call_as, cast, poll):
    wang = call_as(cast.wang)
    for _ in range(2):
        answered = wang.post(f"/api/polls/{poll.id}/answer", {"number": 1}, key="once")
    assert [option["count"] for option in answered.json["options"]] == [1, 0]


def test_refusals_say_why(call_as, cast, poll, now):
    assert call_as(cast.zhao).post(f"/api/polls/{poll.id}/answer", {"number": 1}).status_code == 404
    assert call_as(cast.wang).post(f"/api/polls/{poll.id}/answer", {"number": 7}).json["error"]["code"] == (
        "option_unknown"
    )
    close_poll(poll.id, by=cast.li, now=now)
    refused = call_as(cast.wang).post(f"/api/polls/{poll.id}/answer", {"number": 1})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "poll_closed")

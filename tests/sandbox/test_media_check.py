"""The check of pictures: asked, really fetched, told of by an event."""

from __future__ import annotations

import pytest

from tests.e2e.stack import wait_until

API = "wxa/media_check_async"


@pytest.fixture
def check(desk, receiver):
    desk.code("王大山")  # has just opened the mini-program

    def ask(url=f"{receiver.url}/picture.jpg", **changes):
        fields = {"media_url": url, "media_type": 2, "version": 2, "scene": 4, "openid": desk.people["王大山"]}
        return desk.post(API, **{**fields, **changes})

    return ask


@pytest.fixture
def event(desk, receiver, open_push):
    """What the app is told a second later."""

    def come():
        desk.advance(1)
        return open_push(wait_until(receiver.all, "the event comes")[0])

    return come


def test_a_picture_that_can_be_fetched_passes(check, event):
    trace_id = check()["trace_id"]
    told = event()

    assert (told["Event"], told["trace_id"]) == ("wxa_media_check", trace_id)
    assert told["result"] == {"suggest": "pass", "label": 100}


def test_the_verdict_can_be_ordered_for_a_person(desk, check, event):
    desk.admin("POST", "media-verdicts", openid=desk.people["王大山"], suggest="risky")
    check()

    assert event()["result"]["suggest"] == "risky"


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/none.jpg", "http://192.0.2.1/picture.jpg"])
def test_what_cannot_be_fetched_from_this_machine_is_minus_1008(check, event, url):
    check(url)

    told = event()
    assert told["errcode"] == -1008
    assert "result" not in told


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"url": "ftp://x/y"}, 40004),
        ({"media_type": 3}, 47001),
        ({"version": 1}, 47001),
        ({"scene": 9}, 40129),
        ({"openid": "nobody"}, 40003),
    ],
)
def test_what_wechat_refuses(check, changes, errcode):
    assert check(**changes)["errcode"] == errcode


def test_someone_not_seen_for_two_hours_is_61010(desk, check):
    desk.advance(7201)

    assert check()["errcode"] == 61010

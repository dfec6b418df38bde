"""Reminders a day and two hours ahead, once each, while the workers are killed and come back (features E12)."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest

from tests.e2e.crowd import seat_of
from tests.e2e.stack import Phone, Stack, WeChat, phones, wait_until
from tests.e2e.test_wish_story import openid_of

DEMO = ("--people", "12", "--branch-size", "12")
WORKERS = 2
BOTH = ("worker0", "worker1")
EVENT, PARTY_DAY = "清理河道", "石桥边的主题党日"
TEMPLATES = ("tpl-event-update", "tpl-party-day")

pytestmark = pytest.mark.engine


@pytest.fixture
def secretary(stack: Stack, wechat: WeChat) -> Iterator[Phone]:
    with phones(stack, [openid_of(wechat, "secretary")]) as (phone,):
        yield phone


@pytest.fixture
def member(stack: Stack, wechat: WeChat) -> Iterator[Phone]:
    with phones(stack, [openid_of(wechat, "member")]) as (phone,):
        assert seat_of(phone) is None
        yield phone


class Calendar:
    """The time of the app, which is the stand-in's; hours are counted from when the story began."""

    def __init__(self, wechat: WeChat) -> None:
        self._wechat = wechat
        self._began = wechat.now()
        self._hour = 0.0

    def at(self, hour: float) -> datetime.datetime:
        return self._began + datetime.timedelta(hours=hour)

    def move_to(self, hour: float) -> None:
        self._wechat.advance(hours=hour - self._hour)
        self._hour = hour


def put_up(secretary: Phone, path: str, title: str, starts_at: datetime.datetime, **columns: Any) -> int:
    times = {"starts_at": starts_at.isoformat(), "ends_at": (starts_at + datetime.timedelta(hours=1)).isoformat()}
    made = secretary.post(path, {"title": title, "place": "东坑村党群服务中心", **times, **columns})
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def knows_of_all(phone: Phone) -> bool:
    left = {grant["template_id"]: grant["left"] for grant in phone.get("me/grants").json()["items"]}
    return all(left.get(template, 0) >= 9 for template in TEMPLATES)


def told(wechat: WeChat, phone: Phone) -> tuple[int, ...]:
    """How many messages about the event and about the Party day the person's WeChat shows."""
    shown = [str(entry["data"]) for entry in wechat.outbox(phone.openid) if entry["status"] == "delivered"]
    return tuple(sum(title in data for data in shown) for title in (EVENT, PARTY_DAY))


def test_a_day_and_two_hours_ahead_each_is_reminded_once_whatever_happens_to_the_workers(
    stack: Stack, wechat: WeChat, secretary: Phone, member: Phone
) -> None:
    calendar = Calendar(wechat)
    for template in TEMPLATES:
        wechat.grant(member.openid, template, n=9)
    wait_until(lambda: knows_of_all(member), "the app has learnt what the member allows")
    post = {"name": "清扫", "capacity": 5}
    event = put_up(secretary, "events", EVENT, calendar.at(26), posts=[post])
    put_up(secretary, "party-days", PARTY_DAY, calendar.at(28))
    assert member.post(f"events/{event}/sign-up").status_code == 201

    def wait_for(*counts: int) -> None:
        """Nothing is counted out afterwards: one too many would be so at every later moment too."""
        wait_until(lambda: told(wechat, member) == counts, f"the messages are {counts}")

    wait_for(0, 1)  # the Party day is announced
    stack.kill(*BOTH)  # nobody is there when the day before comes
    calendar.move_to(2.5)
    restart(stack)
    wait_for(1, 1)
    stack.kill(*BOTH)  # as soon as the first is out, whatever has been noted of it
    calendar.move_to(4.5)
    restart(stack)
    wait_for(1, 2)

    stack.kill(*BOTH)
    calendar.move_to(24.5)
    restart(stack)
    wait_for(2, 2)
    stack.kill("worker0")
    calendar.move_to(26.5)
    wait_for(2, 3)


def restart(stack: Stack) -> None:
    for name in BOTH:
        stack.start_worker(name)

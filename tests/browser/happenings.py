"""Events and Party days laid out for the phones, through the API."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from tests.e2e.stack import Phone

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.browser.screen import Screen


def hours_from_now(hours: float) -> str:
    return (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=hours)).isoformat()


def put_up_event(secretary: Phone, title: str, *, starts_in: float, capacity: int = 1, **columns: Any) -> int:
    """An event of two hours with one post; `starts_in` is in hours (nobody can be at two at a time)."""
    body = {
        "title": title,
        "place": "东坑村文化礼堂",
        "starts_at": hours_from_now(starts_in),
        "ends_at": hours_from_now(starts_in + 2),
        "posts": [{"name": "清扫", "capacity": capacity}],
        **columns,
    }
    made = secretary.post("events", body)
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def call_party_day(secretary: Phone, title: str, *, starts_in: float = 0.2, **columns: Any) -> int:
    """A Party day of two hours, its door open unless it starts later."""
    body = {
        "title": title,
        "place": "东坑村党群服务中心",
        "material": "看一看《支部工作条例》第三章",
        "starts_at": hours_from_now(starts_in),
        "ends_at": hours_from_now(starts_in + 2),
        **columns,
    }
    made = secretary.post("party-days", body)
    assert made.status_code == 201, made.text
    return int(made.json()["id"])


def scan(person: Screen, button: str, code: str) -> None:
    """Tap the button that opens the camera and let it see this code."""
    person.tap(button)
    person.page.locator(".wx-field").fill(code)
    person.tap("确定")


def lose_the_first_answer(person: Screen, address: str) -> list[str]:
    """The backend does what the first request asks for, and its answer is lost; collects each request's key."""
    keys: list[str] = []

    def pass_on(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) > 1:
            return route.continue_()
        assert route.fetch().ok
        return route.abort()

    person.page.route(address, pass_on)
    return keys

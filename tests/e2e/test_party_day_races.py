"""200 members check in at once: one attendance row each, repeats without a second effect."""

from __future__ import annotations

import datetime
import uuid
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.e2e.crowd import at_once, log_in_everyone, seat_of
from tests.e2e.stack import Phone, Stack, WeChat, wait_until

DEMO = ("--people", "460", "--branch-size", "230")
MEMBERS = 200

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def crowd(stack: Stack) -> Iterator[list[Phone]]:
    yield from log_in_everyone(stack)


def test_two_hundred_check_ins_at_once_make_one_row_each(stack: Stack, wechat: WeChat, crowd: list[Phone]) -> None:
    secretary = next(phone for phone in crowd if seat_of(phone))
    branch = secretary.get("me").json()["organisation"]["id"]
    starts = datetime.datetime.now(datetime.UTC) + datetime.timedelta(minutes=5)
    made = secretary.post(
        "party-days",
        {
            "title": "十一月主题党日",
            "place": "党群服务中心",
            "starts_at": starts.isoformat(),
            "ends_at": (starts + datetime.timedelta(hours=2)).isoformat(),
            "organisation_id": branch,
        },
    )
    assert made.status_code == 201, made.text
    day = made.json()["id"]
    of_branch = [
        phone
        for phone in crowd
        if (me := phone.get("me").json())["standing"] == "member" and (me["organisation"] or {}).get("id") == branch
    ]
    assert len(of_branch) >= MEMBERS
    code = secretary.get(f"party-days/{day}/check-in-code").json()["code"]

    def check_in(phone: Phone) -> tuple[int, int, int]:
        key = uuid.uuid4().hex
        tries = [phone.post(f"party-days/{day}/check-in", {"code": code}, key=key) for _ in range(2)]
        tries.append(phone.post(f"party-days/{day}/check-in", {"code": code}))
        return tries[0].status_code, tries[1].status_code, tries[2].status_code

    answers = Counter(at_once(check_in, of_branch[:MEMBERS]))
    assert answers == {(201, 201, 200): MEMBERS}
    counts = secretary.get(f"party-days/{day}").json()["counts"]
    assert counts["present"] == MEMBERS
    assert of_branch[0].get(f"party-days/{day}").json()["mine"]["status"] == "present"

    old_codes = {secretary.get(f"party-days/{day}/check-in-code").json()["code"] for _ in range(4)}
    wechat.advance(minutes=2)
    wait_until(
        lambda: not old_codes & {secretary.get(f"party-days/{day}/check-in-code").json()["code"] for _ in range(8)},
        "every process of the web server has followed the clock",
    )
    if len(of_branch) > MEMBERS:
        stale = of_branch[MEMBERS].post(f"party-days/{day}/check-in", {"code": code})
        assert (stale.status_code, stale.json()["error"]["code"]) == (409, "code_expired")

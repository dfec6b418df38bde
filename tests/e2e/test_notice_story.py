"""A notice to 340 people while WeChat answers in every way it knows: nobody is forgotten, nobody is told twice."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from openpyxl import Workbook

from tests.e2e.crowd import at_once, log_in_everyone, seat_of
from tests.e2e.stack import Phone, Stack, WeChat, wait_until

DEMO = ("--people", "320", "--branch-size", "320")
WORKERS = 2
BOUND, GRANTED, REFUSED, UNBOUND, DENIED = 320, 100, 50, 20, 5
TEMPLATE, SEND = "tpl-notice", "cgi-bin/message/subscribe/send"

pytestmark = pytest.mark.engine


@pytest.fixture(scope="module")
def crowd(stack: Stack) -> Iterator[list[Phone]]:
    yield from log_in_everyone(stack)


@pytest.fixture(scope="module")
def secretary(crowd: list[Phone]) -> Phone:
    return next(phone for phone in crowd if seat_of(phone))


@pytest.fixture(scope="module")
def branch(stack: Stack, secretary: Phone) -> dict[str, Any]:
    """The secretary's branch, with some people on its roster who are not on WeChat."""
    home: dict[str, Any] = secretary.get("me").json()["organisation"]
    book = Workbook()
    sheet = book.active
    sheet.append(["姓名", "身份", "所在党支部", "出生年月"])
    for number in range(UNBOUND):
        sheet.append([f"无微信{number:02}", "正式党员", home["name"], f"19{40 + number}-05"])
    written = io.BytesIO()
    book.save(written)
    (stack.folder / "roster.xlsx").write_bytes(written.getvalue())
    stack.flask("roster", "import", str(stack.folder / "roster.xlsx"), "--organisation", str(home["id"]), "--confirm")
    return home


def agree(wechat: WeChat, phones: list[Phone]) -> None:
    """Each taps «allow» once: the stand-in notes it, the mini-program reports it."""
    for phone in phones:
        wechat.grant(phone.openid, TEMPLATE)
    answers = at_once(lambda phone: phone.post("me/grants", {"results": {TEMPLATE: "accept"}}).status_code, phones)
    assert set(answers) == {200}


def send(secretary: Phone, branch: dict[str, Any], title: str) -> int:
    audience = {"organisation_id": branch["id"]}
    sent = secretary.post("notices", {"title": title, "body": "请带上水杯和草帽。", "audience": audience})
    assert sent.status_code == 202, sent.text
    return int(sent.json()["id"])


def finished(secretary: Phone, notice_id: int) -> dict[str, Any] | None:
    report: dict[str, Any] = secretary.get(f"notices/{notice_id}/report").json()
    return report if report["people"] == BOUND + UNBOUND and report["pending"] == 0 else None


def arrived(wechat: WeChat, phones: list[Phone], title: str) -> Counter[str]:
    """How often the stand-in delivered the message with that title to each person."""
    counts: Counter[str] = Counter()
    for phone in phones:
        for entry in wechat.outbox(phone.openid):
            if entry["status"] == "delivered" and title in str(entry["data"]):
                counts[phone.openid] += 1
    return counts


def check_accounts(
    wechat: WeChat, granted: list[Phone], report: dict[str, Any], title: str, *, denied: int = 0
) -> None:
    """Report, ledger and the stand-in's record agree but for the unknown, which are listed."""
    parts = ("delivered", "inbox_only", "unbound", "failed", "unknown", "pending")
    assert report["people"] == sum(report[part] for part in parts) == BOUND + UNBOUND
    assert report["unbound"] == UNBOUND
    by_stand_in = arrived(wechat, granted, title)
    assert set(by_stand_in.values()) <= {1}, "no message twice"
    assert report["delivered"] <= len(by_stand_in) <= report["delivered"] + report["unknown"]
    reasons = Counter(person["reason"] for person in report["unreached"])
    assert sum(reasons.values()) == report["people"] - report["delivered"] - report["read"]
    ours = at_once(lambda phone: _left(phone), granted)
    theirs = [
        wechat.post("grants", {"openid": p.openid, "template_id": TEMPLATE, "n": 0})["left"][TEMPLATE] for p in granted
    ]
    differing = [phone.openid for phone, mine, its in zip(granted, ours, theirs, strict=True) if mine != its]
    # Only these may differ: a grant used by a message of unknown fate, and one that WeChat denied (the fault lies).
    assert len(differing) <= report["unknown"] + denied


def _left_at_wechat(wechat: WeChat, phone: Phone) -> int:
    return int(wechat.post("grants", {"openid": phone.openid, "template_id": TEMPLATE, "n": 0})["left"][TEMPLATE])


def _left(phone: Phone) -> int:
    items = phone.get("me/grants").json()["items"]
    return next((int(item["left"]) for item in items if item["template_id"] == TEMPLATE), 0)


def test_the_audience_is_counted_before_it_is_sent(
    wechat: WeChat, crowd: list[Phone], secretary: Phone, branch: dict[str, Any]
) -> None:
    agree(wechat, crowd[:GRANTED])
    refusing = crowd[GRANTED : GRANTED + REFUSED]
    at_once(lambda phone: phone.post("me/grants", {"results": {TEMPLATE: "reject"}}), refusing)
    counted = secretary.post("audiences", {"organisation_id": branch["id"]}).json()
    assert counted == {
        "people": BOUND + UNBOUND,
        "reachable_by_wechat": GRANTED,
        "inbox_only": BOUND - GRANTED,
        "unbound": UNBOUND,
    }


def test_every_way_wechat_fails_leaves_the_accounts_in_order(
    wechat: WeChat, crowd: list[Phone], secretary: Phone, branch: dict[str, Any]
) -> None:
    for errcode, times in ((-1, 5), (43101, DENIED), (40001, 1)):
        wechat.fault(SEND, "errcode", errcode=errcode, times=times)
    wechat.fault(SEND, "http_502", times=5)
    wechat.fault(SEND, "hang", times=3, seconds=12)
    wechat.fault(SEND, "errcode", errcode=45009, times=1)
    title = "周六菇林清沟"
    notice_id = send(secretary, branch, title)
    wait_until(lambda: secretary.get(f"notices/{notice_id}/report").json()["people"] == BOUND + UNBOUND, "inboxes fill")
    moves = iter(range(40))

    def settled() -> dict[str, Any] | None:
        # A full quota waits for midnight, and each retry for its pause: time is moved on until all is told.
        report = finished(secretary, notice_id)
        if report is None and next(moves, None) is not None:
            wechat.advance(hours=2)
        return report

    report = wait_until(settled, "nothing is pending", seconds=120)
    inboxes = at_once(lambda phone: {item["id"] for item in phone.get("inbox").json()["items"]}, crowd)
    assert all(notice_id in inbox for inbox in inboxes), "everyone bound has it in the inbox"
    check_accounts(wechat, crowd[:GRANTED], report, title, denied=DENIED)
    print(f"notice under faults: { {name: report[name] for name in report if name != 'unreached'} }")


def test_a_worker_killed_in_the_middle_sends_nothing_twice(
    stack: Stack, wechat: WeChat, crowd: list[Phone], secretary: Phone, branch: dict[str, Any]
) -> None:
    granted = crowd[150:250]
    agree(wechat, granted)
    title = "周日义诊"
    notice_id = send(secretary, branch, title)
    wait_until(lambda: len(arrived(wechat, granted[:10], title)) >= 1, "the first messages arrive")
    stack.kill("worker0")
    stack.start_worker("worker0")
    report = wait_until(lambda: finished(secretary, notice_id), "the others finish", seconds=150)
    check_accounts(wechat, granted, report, title)
    print(f"notice with a killed worker: { {name: report[name] for name in report if name != 'unreached'} }")

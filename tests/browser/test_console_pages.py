"""Every page of the console: it opens, keeps to its policy, asks nobody else, and axe finds nothing serious."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from tests.browser.start import ROOT, what_is_missing
from web.console import console as blueprint

if what_is_missing() is None:
    from tests.browser.happenings import put_up_event
    from tests.browser.office import kind_of, walk

AXE = ROOT / "node_modules/axe-core/axe.min.js"
SERIOUS = ("serious", "critical")
# Whoever sees most comes first: of each kind of page axe looks at the first one it meets.
SEATS = ("镇党建办", "书记", "片区负责人", "县委组织部", "联盟负责人", "网格员", "助理")
# Lists by what they show, for pages that only a row in that state leads to.
LISTS = (
    "/console/events?when=past", "/console/events?when=upcoming", "/console/party-days?when=past",
    *(f"/console/notices?status={status}" for status in ("sent", "scheduled", "held", "returned")),
)  # fmt: skip
ROWS = 8
KEEPERS = SEATS[:2]
# Parts of a page that htmx fetches, with their pages; files; the door, which has a test of its own.
NO_PAGES = {
    *("/console/events/N/sign-ups", "/console/events/N/code/now", "/console/party-days/N/code/now"),
    *("/console/party-days/N/numbers", "/console/notices/N/numbers", "/console/tasks/N/progress"),
    *("/console/wishes/cards/N", "/console/log-in", "/console/log-in/state"),
    *("/console/tasks/N/result", "/console/party-days/N/sign-in-sheet.pdf"),
    *("/console/people/import/form.xlsx", "/console/events/N/sharing/code"),
    *("/console/events/N/sharing/card", "/console/events/N/sharing/follow-code"),
    *("/console/articles/N/package", "/console/assets/N", "/console/N"),
}
VILLAGE = "四季坪村"  # whose secretary hands over; no other test sits there
CHECKED: set[str] = set()
WALKED: set[str] = set()


def barriers(page) -> list[tuple[str, list[str]]]:
    """What keeps somebody from using this page, as axe sees it."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        (each["id"], [node["html"][:160] for node in each["nodes"][:3]])
        for each in found["violations"]
        if each["impact"] in SERIOUS
    ]


def sideways(page) -> list[str]:
    """What has to be pushed sideways on an old office screen: the page itself, or a table on it."""
    return page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('main *')]
            .filter((each) => each === document.documentElement || /auto|scroll/.test(getComputedStyle(each).overflowX))
            .filter((each) => each.scrollWidth > each.clientWidth + 1)
            .map((each) => `${each.ariaLabel ?? each.className} ${each.scrollWidth - each.clientWidth}`)"""
    )


def look_over(console, seat: str) -> None:
    """Walk what this seat can click to; axe looks at each kind of page once."""
    page = console(seat)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    for path in walk(page, also=LISTS if seat in KEEPERS else (), rows=ROWS if seat in KEEPERS else 1):
        if kind_of(path) not in CHECKED:
            assert barriers(page) == [], path
            assert sideways(page) == [], path
            CHECKED.add(kind_of(path))
        assert complaints == [], path
    WALKED.add(seat)


@pytest.mark.parametrize("seat", SEATS)
def test_every_page_of_a_seat_opens_keeps_to_its_policy_and_can_be_used_by_all(console, seat):
    look_over(console, seat)


def look_at(page) -> None:
    """The page that an act has opened."""
    path = page.evaluate("location.pathname")
    assert barriers(page) == [], path
    CHECKED.add(kind_of(path))


def refuse_a_form(console, _secretary) -> None:
    page = console("书记")
    page.goto("/console/events/new")
    page.evaluate("document.querySelector('main form').noValidate = true")
    page.get_by_role("button", name="发布").click()
    page.locator(".refused").wait_for()
    look_at(page)


def ask_before_cancelling(console, _secretary) -> None:
    page = console("书记")
    page.goto("/console/events?when=upcoming&status=open")
    page.locator("tbody a").first.click()
    page.get_by_text("取消活动").first.click()
    page.get_by_role("button", name="看看影响，再取消").click()
    page.get_by_role("button", name=re.compile("^取消活动")).wait_for()
    look_at(page)


def get_lost(console, _secretary) -> None:
    page = console("书记")
    page.goto("/console/nowhere")
    look_at(page)


def paste_a_list(console, _secretary) -> None:
    page = console("书记")
    page.goto("/console/people")
    name = page.locator("tbody a").first.inner_text()
    page.goto("/console/events?when=upcoming&status=open")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="代报名、贴接龙").click()
    page.locator("textarea").fill(f"1. {name} +1\n2. {name}家\n3. 谁也不是")
    page.get_by_role("button", name="认名字").click()
    page.get_by_role("button", name="确认，写打勾的人").wait_for()
    look_at(page)


def import_a_roster(console, _secretary) -> None:
    page = console("书记")
    form = page.request.get("/console/people/import/form.xlsx").body()
    page.goto("/console/people/import")
    page.locator("input[type=file]").set_input_files(
        {"name": "名册.xlsx", "mimeType": "application/octet-stream", "buffer": form}
    )
    page.locator("main form .btn-primary").click()
    page.wait_for_url(re.compile(r"/people/import/\d+$"))
    look_at(page)
    page.goto(f"/console/tasks/{page.url.rsplit('/', 1)[1]}")
    look_at(page)


def hand_over_a_seat(console, _secretary) -> None:
    page = console("镇党建办")
    page.goto("/console/people?standing=member")
    page.get_by_label("党支部").select_option(label=VILLAGE)
    page.locator("tbody tr", has_text=VILLAGE).first.wait_for()
    members = page.locator("tbody td:first-child").all_inner_texts()
    page.goto("/console/organisations")
    page.get_by_role("link", name=VILLAGE).first.click()
    seat = page.locator("li", has_text="书记").filter(has_text="在任").first
    secretary = seat.locator("strong").inner_text()
    seat.get_by_role("link", name="交接或结束").click()
    page.get_by_label("姓名").fill(next(name for name in members if name != secretary and members.count(name) == 1))
    page.get_by_role("button", name="看看要交接什么").click()
    page.get_by_role("button", name="办理交接").click()
    page.get_by_role("heading", name="工作交接单").wait_for()
    look_at(page)


def write_minutes_twice(console, _secretary) -> None:
    page = console("书记")
    page.goto("/console/party-days?when=upcoming")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="纪要", exact=True).click()
    for said in ("学了通告", "学了通告，排了值班"):
        page.get_by_label("内容").fill(said)
        page.get_by_role("button", name="保存").click()
        page.locator(".said").wait_for()
    page.get_by_role("link", name="第 1 版").click()
    page.get_by_text("现在是第 2 版").wait_for()
    look_at(page)


def scan_at_an_event(console, secretary) -> None:
    event = put_up_event(secretary, "清扫村道", starts_in=0.2, attendance_mode="scan")
    page = console("镇党建办")
    page.goto(f"/console/events/{event}")
    page.get_by_role("link", name="投屏签到码").click()
    page.locator(".qr").wait_for()
    look_at(page)


# Pages that only an act leads to.
ACTS = (
    refuse_a_form, ask_before_cancelling, get_lost, paste_a_list, import_a_roster, hand_over_a_seat,
    write_minutes_twice, scan_at_an_event,
)  # fmt: skip
DONE = set()


@pytest.mark.parametrize("act", ACTS)
def test_what_an_act_leads_to_can_be_used_by_all(console, secretary, act):
    act(console, secretary)
    DONE.add(act)


def test_no_page_of_the_console_was_left_out(console, secretary):
    for seat in SEATS:
        if seat not in WALKED:  # this test is run alone
            look_over(console, seat)
    for act in ACTS:
        if act not in DONE:
            act(console, secretary)
    kinds = {re.sub(r"<[^>]+>", "N", rule) for rule in rules()}
    assert sorted(kinds - CHECKED - NO_PAGES) == []


def rules() -> list[str]:
    """Where the console answers a GET, apart from files and doors."""
    whole = Flask("console")
    whole.register_blueprint(blueprint)
    return [
        re.sub(r"<any\([^)]*\):kind>", "events", rule.rule)
        for rule in whole.url_map.iter_rules()
        if "GET" in rule.methods and rule.endpoint.startswith("console.")
    ]

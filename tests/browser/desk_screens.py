"""Pictures of every page of the desk, at 1366 × 768 and 125 %: what each seat can click to, the door, an error."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page

from tests.browser.office import kind_of, open_office, walk
from tests.e2e.stack import Stack

# Whoever sees most comes first; of each kind of page one picture is taken, of the first page one for each seat.
SEATS = {
    "镇党建办": "officer",
    "书记": "secretary",
    "助理": "assistant",
    "片区负责人": "area-lead",
    "联盟负责人": "alliance-lead",
    "县委组织部": "county",
}


def take_desk(browser: Browser, stack: Stack, out: Path) -> None:
    """Fill the folder anew."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob("*.png"):
        old.unlink()
    taken: set[str] = set()
    for seat, name in SEATS.items():
        page = open_office(browser, stack.app_url, seat)
        for path in walk(page):
            kind = f"{kind_of(path)}today-{name}" if path == "/console/" else kind_of(path)
            if kind not in taken:
                taken.add(kind)
                _take(page, out / f"{_file_name(kind)}.png")
        if name == "officer":
            page.goto("/console/nowhere")
            _take(page, out / "error.png")
        page.context.close()
    door = open_office(browser, stack.app_url)
    door.locator(".digits").wait_for()
    _take(door, out / "log-in.png")
    door.context.close()


def _take(page: Page, where: Path) -> None:
    page.wait_for_load_state("networkidle")
    page.screenshot(path=where, full_page=True)


def _file_name(kind: str) -> str:
    return re.sub(r"[^a-z-]+", "-", kind.removeprefix("/console/").lower()).strip("-")

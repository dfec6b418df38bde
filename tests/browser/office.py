"""An office computer: 1366 × 768 at 125 %, as many a township has them. It is offline but for our own server."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence

from playwright.sync_api import Browser, Page

SIZE = {"width": 1093, "height": 614}
SCALE = 1.25
PATIENCE = 30_000
FILES = re.compile(
    r"/(assets|result|package|sharing/(?:code|card|follow-code))\b|\.(xlsx|docx|pdf|png|csv|zip)\b|/download"
)
MOST_PAGES = 90


def open_office(browser: Browser, app_url: str, seat: str = "") -> Page:
    """A desk at the console's door; with `seat` (书记, 镇党建办, …) the first one who holds it sits there.

    A page that asks another host for anything does not get it.
    """
    context = browser.new_context(viewport=SIZE, device_scale_factor=SCALE, locale="zh-CN", base_url=app_url)
    context.set_default_timeout(PATIENCE)
    context.route(lambda url: not url.startswith((app_url, "data:")), lambda route: route.abort("accessdenied"))
    page = context.new_page()
    page.goto("/console/log-in")
    if seat:
        page.get_by_role("button", name=seat, exact=True).click()
        page.get_by_role("heading", name="今天").wait_for()
    return page


def kind_of(path: str) -> str:
    """Pages that differ only in which row they show, or how a table is ordered, are one kind."""
    return re.sub(r"\d+", "N", path.split("?")[0])


def walk(page: Page, *, also: Sequence[str] = (), rows: int = 1) -> Iterator[str]:
    """Open one page of each kind that can be clicked to from the first one, and answer where it is.

    `also` are lists filtered by what they show; of a single row's own page so many `rows` are opened, since a row's
    state decides what leads on from it.
    """
    waiting, seen = deque(["/console/", *also]), Counter([kind_of("/console/")])
    opened: set[str] = set()
    while waiting and len(opened) <= MOST_PAGES * rows:
        path = waiting.popleft()
        opened.add(path)
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        yield path
        for link in _links(page):
            kind = kind_of(link)
            if seen[kind] < (rows if kind.endswith("/N") else 1) and link not in opened and link not in waiting:
                seen[kind] += 1
                waiting.append(link)


def _links(page: Page) -> list[str]:
    found = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
    return [path for path in found if path.startswith("/console/") and not FILES.search(path)]

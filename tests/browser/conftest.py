"""A running system and phones to hold. Without a browser these tests are skipped in one line, except in CI."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.sheet import openid_of, roll
from tests.browser.start import chromium, what_is_missing
from tests.e2e.stack import Phone, Stack, WeChat, phones

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.browser.screen import Screen

MISSING = what_is_missing()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if MISSING is None or os.environ.get("CI") == "true":
        return
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.skip(reason=MISSING))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert MISSING is None, MISSING
    from playwright.sync_api import expect, sync_playwright

    from tests.browser.screen import FLAGS, PATIENCE

    expect.set_options(timeout=PATIENCE)  # a busy machine is no failure; whoever is quick waits no longer for it
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo county as files, told once: telling it takes longer than starting the system."""
    folder = tmp_path_factory.mktemp("county")
    told = Stack(f"sqlite:///{folder}/app.sqlite3", folder)
    try:
        told.prepare()
    finally:
        told.stop()
    return folder


@pytest.fixture(scope="module")
def stack(county: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running system with the demo county on SQLite, one per module."""
    folder = Path(shutil.copytree(county, tmp_path_factory.mktemp("phone") / "county"))
    running = Stack(f"sqlite:///{folder}/app.sqlite3", folder)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def wechat(stack: Stack) -> WeChat:
    return WeChat(stack)


@pytest.fixture
def phone(stack: Stack, browser: Browser) -> Iterator[Callable[[str], Screen]]:
    """`phone(openid)`: that person's phone, at the first page."""
    from tests.browser.screen import Screen

    screens: list[Screen] = []

    def hold(openid: str) -> Screen:
        screens.append(Screen(browser, stack.wechat_url, openid))
        return screens[-1].open()

    yield hold
    for screen in screens:
        screen.close()


@pytest.fixture
def of(wechat: WeChat) -> Callable[..., str]:
    """`of("member", 1)`: the openid of the second member of the made-up county; the first five are 东坑村's."""

    def find(role: str, skip: int = 0) -> str:
        return [str(person["openid"]) for person in wechat.people() if role in person["roles"]][skip]

    return find


@pytest.fixture
def secretary(stack: Stack, of: Callable[..., str]) -> Iterator[Phone]:
    """The first secretary's hand on the API, to lay things out for the phones."""
    with phones(stack, [of("secretary")]) as (hand,):
        yield hand


@pytest.fixture
def console(stack: Stack, browser: Browser) -> Iterator[Callable[..., Page]]:
    """`console()`: a desk at the door; `console("书记")`: one where somebody with that seat sits already."""
    from tests.browser.office import open_office

    contexts = []

    def sit(seat: str = "") -> Page:
        page = open_office(browser, stack.app_url, seat)
        contexts.append(page.context)
        return page

    yield sit
    for context in contexts:
        context.close()


@pytest.fixture
def day(secretary: Phone) -> dict[str, Any]:
    """Today's Party day of the secretary's branch."""
    found = secretary.get("party-days", params={"when": "upcoming"}).json()["items"]
    return next(each for each in found if each["can_run"] and each["status"] == "planned")


@pytest.fixture
def member(
    day: dict[str, Any], secretary: Phone, wechat: WeChat, stack: Stack
) -> Callable[[], tuple[str, dict[str, Any]]]:
    """`member()`: somebody on today's list who has said nothing yet and has a phone; their openid and their line."""

    def find() -> tuple[str, dict[str, Any]]:
        for line in roll(secretary, day).values():
            openid = openid_of(line["name"], wechat)
            if line["status"] != "not_yet" or openid is None:
                continue
            with phones(stack, [openid]) as (theirs,):
                if theirs.get("me").json()["id"] == line["person_id"]:
                    return openid, line
        raise AssertionError("nobody with a phone is awaited any more")

    return find

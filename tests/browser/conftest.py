"""A running system and phones to hold. Without a browser these tests are skipped in one line, except in CI."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.start import chromium, what_is_missing
from tests.e2e.stack import Stack, WeChat
from tests.engines import fresh_database

if TYPE_CHECKING:
    from playwright.sync_api import Browser

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
    from playwright.sync_api import sync_playwright

    from tests.browser.screen import FLAGS

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A running system with the demo county on SQLite, one per module."""
    folder = tmp_path_factory.mktemp("phone")
    with fresh_database("sqlite", folder) as url:
        running = Stack(url, folder)
        try:
            running.prepare()
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
    """`of("member", 1)`: the openid of the second member of the made-up county."""

    def find(role: str, skip: int = 0) -> str:
        return [str(person["openid"]) for person in wechat.people() if role in person["roles"]][skip]

    return find

"""One person's phone in a browser: the real mini-program, driven as a finger does."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

SIZE = {"width": 375, "height": 760}
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync"),
]
PATIENCE = 30_000


class Screen:
    """A phone of its own: nothing is shared with the others but the stand-in and the backend."""

    def __init__(self, browser: Browser, wechat_url: str, openid: str) -> None:
        self.openid = openid
        self._url = f"{wechat_url}/phone/phone.html"
        self.context: BrowserContext = browser.new_context(viewport=SIZE, has_touch=True, locale="zh-CN")
        self.context.set_default_timeout(PATIENCE)
        self.page: Page = self.context.new_page()

    def open(self, path: str = "pages/home/home", **query: Any) -> Screen:
        """Start the mini-program cold at a page."""
        self.page.goto(f"{self._url}?{urlencode({'openid': self.openid, 'path': path, 'query': urlencode(query)})}")
        self.settled()
        return self

    def settled(self) -> None:
        """Wait until the page on top is no longer loading."""
        expect(self.shown.locator(".bones")).to_have_count(0, timeout=PATIENCE)
        self.page.wait_for_load_state("networkidle")

    @property
    def shown(self) -> Locator:
        return self.page.locator(".wx-page:visible")

    def button(self, name: str) -> Locator:
        """Whatever can be tapped under these words: in the page, the tabs or one of WeChat's own popups."""
        return self.page.locator(
            "button:visible, [role=button]:visible, [role=tab]:visible, [role=radio]:visible"
        ).filter(has_text=re.compile(rf"^\s*{re.escape(name)}\s*$"))

    def tap(self, name: str) -> None:
        self.button(name).last.click()

    def allow_if_asked(self) -> None:
        """Say yes to WeChat's subscribe popup, where the tap before led to one."""
        popup = self.page.locator(".wx-sheet .wx-yes, .wx-modal")
        popup.first.wait_for()
        if self.page.locator(".wx-sheet .wx-yes").count():
            self.page.locator(".wx-sheet .wx-yes").click()

    def fill(self, placeholder: str, text: str) -> None:
        self.page.get_by_placeholder(placeholder, exact=False).fill(text)

    def sees(self, text: str) -> None:
        expect(self.page.get_by_text(text).locator("visible=true").first).to_be_visible(timeout=PATIENCE)

    def does_not_see(self, text: str) -> None:
        expect(self.page.get_by_text(text).locator("visible=true")).to_have_count(0, timeout=PATIENCE)

    def set_offline(self, is_offline: bool) -> None:
        self.page.evaluate("offline => window.phone.setOffline(offline)", is_offline)

    def stored(self, key: str) -> Any:
        return self.page.evaluate("key => wx.getStorageSync(key)", key)

    def store(self, key: str, value: Any) -> None:
        self.page.evaluate("([key, value]) => wx.setStorageSync(key, value)", [key, value])

    def close(self) -> None:
        """End; fails when a page threw something nobody caught."""
        errors = self.page.evaluate("window.phoneErrors") if not self.page.is_closed() else []
        self.context.close()
        assert errors == [], errors

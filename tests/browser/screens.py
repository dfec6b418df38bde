"""`make screens`: a picture of every page of the phone, normal and elder, full, empty and in trouble."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.browser.start import ROOT, chromium, what_is_missing
from tests.e2e.stack import Phone, Stack, WeChat, phones

OUT = ROOT / "docs/screens/phone"
LONG_NAME = "古丽巴哈尔·买买提江·艾力"
LONG_TITLE = "给村口老房子里独自住着的几位老人各配一副合用的老花镜和一个放大镜"
LONG_DETAIL = "天冷以后出门少了，几位老人常在灯下缝补、看报，眼睛看不清楚，又舍不得买。" * 6

MEMBER, RESIDENT, SECRETARY, VISITOR = "member", "resident", "secretary", "visitor"
# name, who, page, query; each is taken in both modes.
PAGES = [
    ("home-visitor", VISITOR, "pages/home/home", {}),
    ("home-resident", RESIDENT, "pages/home/home", {}),
    ("home-member", MEMBER, "pages/home/home", {}),
    ("home-secretary", SECRETARY, "pages/home/home", {}),
    ("wall", MEMBER, "pages/wall/wall", {}),
    ("events", MEMBER, "pages/events/events", {}),
    ("alliances", MEMBER, "pages/alliances/alliances", {}),
    ("me-visitor", VISITOR, "pages/me/me", {}),
    ("me-secretary", SECRETARY, "pages/me/me", {}),
    ("wish-open", RESIDENT, "wishes/wish/wish", {"id": "wish:open"}),
    ("wish-mine-to-help", MEMBER, "wishes/wish/wish", {"id": "wish:claimed"}),
    ("wish-village", SECRETARY, "wishes/wish/wish", {"id": "wish:claimed"}),
    ("make", RESIDENT, "wishes/make/make", {}),
    ("mine", MEMBER, "wishes/mine/mine", {"tab": "claimed"}),
    ("mine-empty", VISITOR, "wishes/mine/mine", {}),
    ("bind", VISITOR, "account/bind/bind", {}),
    ("inbox", SECRETARY, "account/inbox/inbox", {}),
    ("inbox-empty", VISITOR, "account/inbox/inbox", {}),
    ("privacy", MEMBER, "account/privacy/privacy", {}),
    ("verify", SECRETARY, "secretary/verify/verify", {}),
    ("preview", SECRETARY, "secretary/preview/preview", {"id": "wish:pending"}),
    ("requests", SECRETARY, "secretary/requests/requests", {}),
]


def main() -> int:
    missing = what_is_missing()
    if missing:
        print(missing, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        stack = Stack(f"sqlite:///{folder}/app.sqlite3", Path(folder))
        try:
            stack.prepare()
            stack.start()
            _take_all(stack)
        finally:
            stack.stop()
    return 0


def _take_all(stack: Stack) -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.screen import FLAGS, Screen

    people, wishes = _cast(stack)
    OUT.mkdir(parents=True, exist_ok=True)
    for old in OUT.glob("*.png"):
        old.unlink()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)

        def take(name: str, who: str, act: Callable[[Screen], None], *, is_elder: bool = False) -> None:
            screen = Screen(browser, stack.wechat_url, people[who])
            screen.open()
            screen.store("elder-mode", is_elder)
            act(screen)
            screen.page.screenshot(path=OUT / f"{name}{'-elder' if is_elder else ''}.png")
            screen.close()

        for name, who, path, query in PAGES:
            real = {key: wishes.get(value, value) for key, value in query.items()}
            for is_elder in (False, True):
                take(name, who, lambda screen, path=path, real=real: screen.open(path, **real), is_elder=is_elder)
        take("wall-no-network", MEMBER, _without_network)
        take("wish-claimed-sheet", MEMBER, lambda screen: _with_sheet(screen, wishes["wish:claimed"]))
        take("make-mistakes", RESIDENT, _with_mistakes)
        take("bind-organisation", VISITOR, _choosing_organisation)
        _take_desk(browser, stack)
        browser.close()
    print(f"{len(list(OUT.glob('*.png')))} pictures in {OUT.relative_to(ROOT)}")


def _take_desk(browser, stack: Stack) -> None:
    page = browser.new_page(viewport={"width": 1366, "height": 930})
    page.goto(f"{stack.wechat_url}/phone/")
    for frame in range(3):
        page.frame_locator("iframe").nth(frame).get_by_text("今天", exact=True).wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / "desk.png")
    page.close()


def _cast(stack: Stack) -> tuple[dict[str, str], dict[str, int]]:
    """People of the made-up county, with long names and long wishes among what they see."""
    wechat = WeChat(stack)
    everyone = wechat.people()
    people = {
        role: next(each["openid"] for each in everyone if role in each["roles"])
        for role in (MEMBER, RESIDENT, SECRETARY)
    }
    people[VISITOR], asker = (each["openid"] for each in wechat.post("people", {"n": 2}))
    with phones(stack, [people[RESIDENT], people[SECRETARY], people[MEMBER], asker]) as (
        resident,
        secretary,
        member,
        new,
    ):
        branch = secretary.get("me").json()["organisation"]["id"]
        new.post("me/phone", {"phone": "19900007777", "name": LONG_NAME, "organisation_id": branch})
        claimed = _wish(resident, secretary, LONG_TITLE, shares=3)
        assert member.post(f"wishes/{claimed}/claim").ok
        member.post(f"wishes/{claimed}/progress", {"note": "问过度数了，两副已经买好，周六上午一起送过去。"})
        open_wish = _wish(resident, secretary, "一条厚围巾")
        body = {
            "title": LONG_TITLE,
            "detail": LONG_DETAIL[:200],
            "kind": "goods",
            "wisher_name": LONG_NAME,
            "contact_phone": "19900006666",
        }
        pending = resident.post("wishes", body).json()["id"]
    return people, {"wish:claimed": claimed, "wish:open": open_wish, "wish:pending": pending}


def _wish(resident: Phone, secretary: Phone, title: str, shares: int = 1) -> int:
    body = {
        "title": title,
        "detail": LONG_DETAIL[:200],
        "kind": "goods",
        "shares": shares,
        "contact_phone": "19900006666",
    }
    made = int(resident.post("wishes", body).json()["id"])
    shown = secretary.post(f"wishes/{made}/verification", {"decision": "accept", "public_name": "东坑村一位老人"})
    assert shown.ok, shown.text
    return made


def _without_network(screen) -> None:
    screen.set_offline(True)
    screen.tap("微心愿")
    screen.sees("网络不通")


def _with_sheet(screen, wish_id: int) -> None:
    screen.open("wishes/wish/wish", id=wish_id)
    screen.tap("写进展")
    screen.fill("在这里写", "尺寸量好了")
    screen.page.wait_for_timeout(500)


def _with_mistakes(screen) -> None:
    screen.open("wishes/make/make")
    screen.tap("我照顾的人")
    screen.fill("可不写，村里会联系您", "123")
    screen.tap("交给村里")
    screen.page.wait_for_timeout(2000)


def _choosing_organisation(screen) -> None:
    screen.open("account/bind/bind")
    screen.tap("手工填写手机号")
    screen.tap("点这里选择")
    screen.page.get_by_text("青溪县", exact=True).locator("visible=true").last.click()
    screen.sees("云岭镇")
    screen.page.wait_for_timeout(500)


if __name__ == "__main__":
    sys.exit(main())

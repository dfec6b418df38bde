"""`make screens`: every page of the phone, normal and elder, full, empty and in trouble; every page of the desk."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from tests.browser.happenings import call_party_day, hours_from_now, put_up_event
from tests.browser.start import ROOT, chromium, what_is_missing
from tests.e2e.stack import Phone, Stack, WeChat, phones

DOORS = ROOT / "docs/screens"
OUT = DOORS / "phone"
DESK = DOORS / "desk"
COLOURS = 256
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
    ("event-open", MEMBER, "events/event/event", {"id": "event:open"}),
    ("event-waiting", MEMBER, "events/event/event", {"id": "event:full"}),
    ("event-changed", MEMBER, "events/event/event", {"id": "event:changed"}),
    ("event-door", MEMBER, "events/event/event", {"id": "event:door"}),
    ("companions", MEMBER, "events/companions/companions", {"id": "event:open"}),
    ("events-mine", MEMBER, "events/mine/mine", {}),
    ("events-mine-empty", VISITOR, "events/mine/mine", {}),
    ("hours", MEMBER, "account/certificates/certificates", {}),
    ("hours-empty", VISITOR, "account/certificates/certificates", {}),
    ("party-day-door", MEMBER, "party-days/day/day", {"id": "day:door"}),
    ("party-day-leave", MEMBER, "party-days/day/day", {"id": "day:leave"}),
    ("party-day-past", MEMBER, "party-days/day/day", {"id": "day:past"}),
    ("party-days-mine", MEMBER, "party-days/mine/mine", {}),
    ("my-code", MEMBER, "party-days/code/code", {}),
    ("alliances", MEMBER, "pages/alliances/alliances", {}),
    ("me-visitor", VISITOR, "pages/me/me", {}),
    ("me-secretary", SECRETARY, "pages/me/me", {}),
    ("wish-open", MEMBER, "wishes/wish/wish", {"id": "wish:open"}),
    ("wish-mine-to-help", MEMBER, "wishes/wish/wish", {"id": "wish:claimed"}),
    ("wish-village", SECRETARY, "wishes/wish/wish", {"id": "wish:claimed"}),
    ("make", RESIDENT, "wishes/make/make", {}),
    ("mine", MEMBER, "wishes/mine/mine", {"tab": "claimed"}),
    ("mine-empty", VISITOR, "wishes/mine/mine", {}),
    ("bind", VISITOR, "account/bind/bind", {}),
    ("inbox", SECRETARY, "account/inbox/inbox", {}),
    ("inbox-empty", VISITOR, "account/inbox/inbox", {}),
    ("notice", MEMBER, "account/notice/notice", {"id": "notice:newest"}),
    ("privacy", MEMBER, "account/privacy/privacy", {}),
    ("verify", SECRETARY, "secretary/verify/verify", {}),
    ("preview", SECRETARY, "secretary/preview/preview", {"id": "wish:pending"}),
    ("requests", SECRETARY, "secretary/requests/requests", {}),
    ("tools", SECRETARY, "secretary/tools/tools", {}),
    ("days", SECRETARY, "secretary/days/days", {}),
    ("day", SECRETARY, "secretary/day/day", {"id": "day:today"}),
    ("day-form", SECRETARY, "secretary/day-form/day-form", {}),
    ("leaves", SECRETARY, "secretary/leaves/leaves", {"id": "day:today"}),
    ("roll", SECRETARY, "secretary/roll/roll", {"id": "day:today"}),
    ("check-in-code", SECRETARY, "secretary/code/code", {"kind": "day", "id": "day:today"}),
    ("events-run", SECRETARY, "secretary/events/events", {}),
    ("event-run", SECRETARY, "secretary/event/event", {"id": "event:next"}),
    ("event-form", SECRETARY, "secretary/event-form/event-form", {}),
    ("event-roll", SECRETARY, "secretary/event-roll/event-roll", {"id": "event:next"}),
    ("notices", SECRETARY, "secretary/notices/notices", {}),
    ("notice-report", SECRETARY, "secretary/notice/notice", {"id": "notice:sent"}),
    ("notice-form", SECRETARY, "secretary/notice-form/notice-form", {}),
    ("group-list", SECRETARY, "secretary/group-list/group-list", {"kind": "event", "id": "event:next"}),
    ("photos", SECRETARY, "secretary/photos/photos", {}),
    ("profile", MEMBER, "account/profile/profile", {}),
    ("profile-visitor", VISITOR, "account/profile/profile", {}),
    ("consents", MEMBER, "account/consents/consents", {}),
    ("data", MEMBER, "account/data/data", {}),
    ("correct", MEMBER, "account/correct/correct", {}),
    ("correct-visitor", VISITOR, "account/correct/correct", {}),
    ("erase", RESIDENT, "account/erase/erase", {}),
    ("guideline", MEMBER, "account/guideline/guideline", {}),
    ("reminders", MEMBER, "account/reminders/reminders", {}),
    ("certificates", MEMBER, "account/certificates/certificates", {}),
    ("proxies", SECRETARY, "account/proxies/proxies", {}),
    ("proxies-visitor", VISITOR, "account/proxies/proxies", {}),
    ("skills", MEMBER, "account/skills/skills", {}),
    ("complain", MEMBER, "account/complain/complain", {}),
    ("complaints", SECRETARY, "account/complaints/complaints", {}),
    ("complaints-empty", VISITOR, "account/complaints/complaints", {}),
    ("about", MEMBER, "account/about/about", {}),
    ("alliances-visitor", VISITOR, "pages/alliances/alliances", {}),
    ("alliance", MEMBER, "alliances/alliance/alliance", {"id": "alliance"}),
    ("organisations", VISITOR, "alliances/organisations/organisations", {}),
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

    from tests.browser.desk_screens import take_desk
    from tests.browser.screen import FLAGS, Screen

    people, things = _cast(stack)
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
            real = {key: things.get(value, value) for key, value in query.items()}
            for is_elder in (False, True):
                take(name, who, lambda screen, path=path, real=real: screen.open(path, **real), is_elder=is_elder)
        take("wall-no-network", MEMBER, _without_network)
        take("wish-claimed-sheet", MEMBER, lambda screen: _with_sheet(screen, things["wish:claimed"]))
        take("party-day-leave-sheet", MEMBER, lambda screen: _asking_leave(screen, things["day:door"]))
        take("make-mistakes", RESIDENT, _with_mistakes)
        take("bind-organisation", VISITOR, _choosing_organisation)
        take("desk-log-in", SECRETARY, lambda screen: _letting_a_desk_in(screen, browser, stack))
        _take_doors(browser, stack)
        _take_board(browser, stack)
        take_desk(browser, stack, DESK)
        browser.close()
    for folder in (DOORS, OUT, DESK):
        for picture in folder.glob("*.png"):
            shrink(picture)
        print(f"{len(list(folder.glob('*.png')))} pictures in {folder.relative_to(ROOT)}")


def shrink(picture: Path) -> None:
    """A palette instead of full colour: pages have few colours, and the repository carries every picture."""
    with Image.open(picture) as full:
        full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(picture, optimize=True)


def _letting_a_desk_in(screen, browser, stack: Stack) -> None:
    from tests.browser.office import open_office

    page = open_office(browser, stack.app_url)
    scene = page.locator("[data-scan-code]").get_attribute("data-scan-code")
    page.context.close()
    screen.open("account/desk/desk", scene=scene)


def _take_doors(browser, stack: Stack) -> None:
    """What `make run` opens, the phones side by side, and what WeChat would have shown."""
    page = browser.new_page(viewport={"width": 1366, "height": 930})
    page.goto(stack.app_url)
    page.get_by_text("打开手机").wait_for()
    page.screenshot(path=DOORS / "start.png", full_page=True)
    page.goto(f"{stack.wechat_url}/phone/")
    for frame in range(3):
        page.frame_locator("iframe").nth(frame).get_by_text("今天", exact=True).wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=OUT / "desk.png")
    page.goto(stack.wechat_url)
    page.wait_for_load_state("networkidle")
    page.screenshot(path=DOORS / "wechat.png")
    page.close()


def _take_board(browser, stack: Stack) -> None:
    """The public board as it hangs on a wall."""
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.goto(f"{stack.app_url}/board")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=DOORS / "board.png")
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
        happenings = _happenings(member, secretary, resident)
        run = _run_by(secretary)
        alliance = member.get("alliances").json()["items"][0]["id"]
    return people, {
        "alliance": alliance,
        "wish:claimed": claimed,
        "wish:open": open_wish,
        "wish:pending": pending,
        **happenings,
        **run,
    }


def _happenings(member: Phone, secretary: Phone, resident: Phone) -> dict[str, int]:
    """Events and Party days in every state that a member's phone shows."""
    posts = [
        {
            "name": "接送行动不便的老人到义诊点并陪同排队取药",
            "capacity": 6,
            "needs": "有车，驾龄三年以上，能搀扶老人上下车",
        },
        {"name": "量血压", "capacity": 2, "needs": "医护人员"},
        {"name": "烧茶", "capacity": 3},
    ]
    made = {
        "event:open": put_up_event(secretary, LONG_TITLE, starts_in=1003, posts=posts, detail=LONG_DETAIL[:300]),
        "event:full": put_up_event(secretary, "给古道边的石板除青苔", starts_in=1013),
        "event:changed": put_up_event(secretary, "给水渠清淤", starts_in=1023, capacity=8),
        "event:door": put_up_event(secretary, "菜园子搭棚", starts_in=0.6, capacity=8, attendance_mode="scan_in_out"),
        "day:door": call_party_day(secretary, "学习乡村建设条例并讨论本村明年集体经济收入怎样分配使用的问题"),
        "day:leave": call_party_day(secretary, "12月主题党日：冬季防火", starts_in=300),
    }
    resident.post(f"events/{made['event:full']}/sign-up")
    for name in ("event:full", "event:changed", "event:door"):
        assert member.post(f"events/{made[name]}/sign-up").ok
    assert secretary.patch(f"events/{made['event:changed']}", {"starts_at": hours_from_now(1030)}).ok
    assert member.post(f"party-days/{made['day:leave']}/leave", {"reason": "送孩子去县医院复查，下午才能回来"}).ok
    past = member.get("party-days?when=past").json()["items"]
    return {**made, "day:past": past[0]["id"], "notice:newest": member.get("inbox").json()["items"][0]["id"]}


def _run_by(secretary: Phone) -> dict[str, int]:
    """What the demo lets the secretary run: today's Party day, the next event, a notice that went out."""
    days = secretary.get("party-days", params={"when": "upcoming"}).json()["items"]
    events = secretary.get("events", params={"limit": 100}).json()["items"]
    sent = secretary.get("notices", params={"status": "sent"}).json()["items"]
    return {
        "day:today": next(day["id"] for day in days if day["can_run"] and day["status"] == "planned"),
        "event:next": next(event["id"] for event in events if event["can_run"] and event["status"] == "open"),
        "notice:sent": sent[0]["id"],
    }


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


def _asking_leave(screen, day_id: int) -> None:
    screen.open("party-days/day/day", id=day_id)
    screen.tap("请假")
    screen.fill("在这里写", "送孩子去县医院复查")
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

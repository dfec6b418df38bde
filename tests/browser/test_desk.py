"""The page with phones side by side: people, cards passed between them, codes, the network switch."""

from __future__ import annotations

import pytest

from tests.browser.happenings import call_party_day
from tests.browser.start import what_is_missing
from tests.e2e.stack import phones

if what_is_missing() is None:
    from playwright.sync_api import FrameLocator, Page, expect

PATIENCE = 15_000


@pytest.fixture
def desk(stack, browser):
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{stack.wechat_url}/phone/?as=resident&as=member")
    yield page
    page.close()


def phone_at(desk: Page, place: int) -> FrameLocator:
    frame = desk.frame_locator("iframe").nth(place)
    expect(frame.get_by_text("今天", exact=True)).to_be_visible(timeout=PATIENCE)
    return frame


def test_a_card_shared_on_one_phone_opens_on_the_other(desk):
    resident, member = phone_at(desk, 0), phone_at(desk, 1)
    resident.locator("wish-card").first.click()
    resident.locator("button:visible", has_text="转给热心人").click()
    resident.locator("button", has_text="发送给旁边的手机").click()
    member.locator("button", has_text="打开").click()
    expect(member.locator("button:visible", has_text="转给热心人")).to_be_visible(timeout=PATIENCE)


def test_a_code_typed_into_the_scanner_opens_its_page(desk):
    member = phone_at(desk, 1)
    wish = desk.frames[2].evaluate("getCurrentPages()[0].data.nearby[0].id")
    member.get_by_text("扫一扫", exact=True).click()
    member.locator(".wx-field").fill(f"w={wish}")
    member.locator("button", has_text="确定").click()
    expect(member.locator("h1")).to_have_text("微心愿")


def test_the_network_switch_cuts_one_phone_off(desk):
    resident, member = phone_at(desk, 0), phone_at(desk, 1)
    desk.get_by_label("断网").first.check()
    for phone in (resident, member):
        phone.locator("[role=tab]:visible", has_text="微心愿").click()
    expect(resident.get_by_text("网络不通")).to_be_visible(timeout=PATIENCE)
    expect(member.get_by_role("tab", name="待认领")).to_be_visible(timeout=PATIENCE)
    expect(member.get_by_text("网络不通")).to_have_count(0)


def test_a_newcomer_can_be_given_a_phone(desk):
    phone_at(desk, 0)
    desk.locator("[name=person]").first.fill("新来的人（第一次打开）")
    desk.locator("[name=person]").first.press("Enter")
    expect(desk.frame_locator("iframe").first.get_by_text("有难处，说一声")).to_be_visible(timeout=PATIENCE)


def test_a_code_dragged_from_a_screen_beside_is_scanned(desk):
    """As from the console: the phone is held before the screen."""
    resident = phone_at(desk, 0)
    wish = desk.frames[1].evaluate("getCurrentPages()[0].data.nearby[0].id")
    desk.evaluate(
        """scene => {
            const code = Object.assign(document.createElement('img'), { id: 'wall', width: 80, height: 80 })
            code.src = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='80' height='80'/>"
            code.dataset.scanCode = scene
            document.body.prepend(code)
        }""",
        f"w={wish}",
    )
    resident.get_by_text("扫一扫", exact=True).click()
    expect(resident.locator(".wx-field")).to_be_visible()
    drag(desk, "#wall", "iframe")
    expect(resident.locator("h1")).to_have_text("微心愿")


def drag(page: Page, what: str, onto: str) -> None:
    place = page.locator(onto).first.bounding_box()
    page.locator(what).hover()
    page.mouse.down()
    for step in (100, 140):  # the first move only lifts it
        page.mouse.move(place["x"] + step, place["y"] + step, steps=8)
    page.mouse.up()


def test_a_member_checks_in_by_what_the_secretary_s_phone_shows(stack, browser, of):
    with phones(stack, [of("secretary")]) as (hand,):
        day = call_party_day(hand, "两台手机面对面")
    page = browser.new_page(viewport={"width": 1366, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(f"{stack.wechat_url}/phone/?p={of('secretary')}&p={of('member', 2)}")
    phone_at(page, 0), phone_at(page, 1)
    page.frames[1].evaluate("day => window.phone.enter('secretary/code/code', `kind=day&id=${day}`)", day)
    page.frames[2].evaluate("day => window.phone.enter('party-days/day/day', `id=${day}`)", day)
    expect(page.frame_locator("iframe").first.get_by_label("签到码")).to_be_visible()
    member = page.frame_locator("iframe").nth(1)
    member.locator("button:visible", has_text="扫码签到").click()
    member.locator("button", has_text="旁边手机上的码").first.click()
    expect(member.get_by_text("签到成功")).to_be_visible()
    page.close()

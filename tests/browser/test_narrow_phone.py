"""The smallest phones, 320 px wide: nothing lies over something else, and no number is cut to another one."""

from __future__ import annotations

import pytest

from tests.browser.test_photo_story import choose_photo
from tests.e2e.stack import phones

BOXES = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.left, box.top, box.right, box.bottom])"


@pytest.fixture
def narrow(phone, of):
    """`narrow("member", is_elder=True)`: that person's phone, a small one."""

    def hold(role, *, is_elder=False):
        screen = phone(of(role))
        screen.page.set_viewport_size({"width": 320, "height": 568})
        screen.store("elder-mode", is_elder)
        return screen

    return hold


def test_in_big_type_the_number_to_call_is_not_written_over(narrow, of, stack, secretary):
    with phones(stack, [of("resident"), of("member")]) as (resident, member):
        wish = {"title": "一副老花镜", "detail": "", "kind": "goods", "contact_phone": "19900006666"}
        made = resident.post("wishes", wish).json()["id"]
        secretary.post(f"wishes/{made}/verification", {"decision": "accept", "public_name": "东坑村一位老人"})
        assert member.post(f"wishes/{made}/claim").ok
    screen = narrow("member", is_elder=True).open("wishes/wish/wish", id=made)
    number, call = screen.shown.locator(".contact .number, .contact .link").evaluate_all(BOXES)
    is_apart = number[2] <= call[0] or number[3] <= call[1]
    assert is_apart, (number, call)


def test_in_big_type_a_sheet_with_a_photo_keeps_its_head_in_sight(narrow, of, stack):
    with phones(stack, [of("member")]) as (member,):
        mine = member.get("wishes", params={"mine": "claimed"}).json()["items"]
    active = next(each["id"] for each in mine if each["mine"]["claim"]["status"] == "active")
    screen = narrow("member", is_elder=True).open("wishes/wish/wish", id=active)
    screen.tap("写进展")
    choose_photo(screen)
    screen.sees("传好了")
    sheet = screen.page.locator(".sheet:visible")
    assert sheet.bounding_box()["height"] <= 0.8 * 568
    sheet.evaluate("sheet => { sheet.scrollTop = 0 }")
    screen.button("关闭").click()
    sheet.wait_for(state="detached")


def test_in_big_type_minutes_keep_all_their_digits(narrow):
    """150 minutes once read as 15."""
    screen = narrow("secretary", is_elder=True).open("secretary/plan/plan")
    minutes = screen.shown.locator("input[maxlength='3']")
    minutes.fill("150")
    assert minutes.evaluate("field => field.scrollWidth <= field.clientWidth")


def test_what_the_first_page_leads_to_stands_in_one_row(narrow):
    screen = narrow("member").open()
    tops = {box[1] for box in screen.shown.locator(".quick-item").evaluate_all(BOXES)}
    assert len(tops) == 1


def test_in_big_type_a_title_is_not_squeezed_by_its_state_beside_it(narrow):
    screen = narrow("member", is_elder=True).open("pages/wall/wall")
    card = screen.shown.locator(".wish .top").first.bounding_box()
    title = screen.shown.locator(".wish .top .heading").first.bounding_box()
    assert title["width"] >= 0.7 * card["width"]

"""The card for the WeChat group: copied at the desk, and what its code opens on a phone."""

from __future__ import annotations

import pytest

from tests.e2e.stack import phones

# What lies on the clipboard, as a picture: its width, if it is one.
WIDTH_OF_COPIED = """async () => {
  const [item] = await navigator.clipboard.read()
  const picture = await createImageBitmap(await item.getType('image/png'))
  return picture.width
}"""
PAGES = (
    ("镇党建办", "/console/notices?status=sent", "发微信群、大喇叭"),
    ("书记", "/console/events?when=upcoming&status=open", "告诉大家"),
    ("书记", "/console/party-days?when=upcoming", "告诉大家"),
)


@pytest.mark.parametrize(("seat", "listed", "link"), PAGES)
def test_the_card_is_copied_into_a_chat(console, seat, listed, link):
    page = console(seat)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(listed)
    page.locator("tbody a").first.click()
    page.get_by_role("link", name=link).click()
    assert page.locator("#group-card").evaluate("async card => (await card.decode(), card.naturalWidth)") == 900

    page.get_by_role("button", name="复制图片").click()
    page.get_by_role("button", name="已复制").wait_for()
    assert page.evaluate(WIDTH_OF_COPIED) == 900


def test_the_code_on_a_notices_card_opens_the_notice(phone, of, member, stack):
    openid, _ = member()
    with phones(stack, [openid]) as (line,):
        notice = line.get("inbox").json()["items"][0]
    screen = phone(openid).open("account/notice/notice", scene=f"n={notice['id']}")

    screen.sees(notice["title"])

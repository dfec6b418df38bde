"""A photo of a fulfilled wish: without its place, hidden until it has been checked, gone when somebody asks."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.browser.test_wish_story import make_wish, verify_wish
from tests.pictures import GPS, opened, photo_from_a_phone

PICTURE = {"name": "屋里.jpg", "mimeType": "image/jpeg", "buffer": photo_from_a_phone((1200, 900), orientation=6)}


def choose_photo(helper) -> None:
    helper.tap("加一张照片（可以不加）")
    helper.sees("先说清楚您的信息怎么用")
    helper.tap("同意")
    helper.page.locator(".wx-sheet input[type=file]").set_input_files(PICTURE)
    helper.sees("照片里有人吗")
    helper.tap("可以传")


@pytest.fixture
def in_hand(phone, of):
    """A wish that a member has in hand: the phones of the resident, the secretary, the member, and its id."""
    resident, secretary, member = phone(of("resident")), phone(of("secretary")), phone(of("member", 5))
    make_wish(resident, "一张孙女的照片")
    wish_id = resident.page.evaluate("getCurrentPages().at(-1).data.id")
    verify_wish(secretary, "一张孙女的照片")
    member.open("wishes/wish/wish", id=wish_id)
    member.tap("我来认领")
    member.allow_if_asked()
    member.sees("认领成功")
    member.tap("好")
    yield resident, secretary, member, wish_id
    member.open("wishes/wish/wish", id=wish_id)
    member.tap("放弃认领")
    member.tap("放弃认领")


def shown_picture(screen) -> Image.Image:
    """The large picture, as the phone gets it."""
    url = screen.page.evaluate("getCurrentPages().at(-1).data.notes[0].photo.url")
    path = url.split("/", 3)[3]
    answer = screen.page.request.get(f"{screen.page.url.split('/phone/')[0]}/phone/relay/{path}")
    assert answer.ok, answer.status
    return opened(answer.body())


def release_all(secretary) -> None:
    """One after the other: the demo has a photo that waits as well."""
    cards = secretary.shown.locator(".card")
    for left in range(cards.count() - 1, -1, -1):
        secretary.tap("可以公开")
        secretary.page.wait_for_function("left => getCurrentPages().at(-1).data.items.length === left", arg=left)
    secretary.sees("没有等您看的照片")


def test_a_photo_is_stripped_held_released_and_removed(in_hand, wechat):
    wechat.fault("wxa/media_check_async", "errcode", errcode=61010, probability=1)  # so that a person must look
    resident, secretary, member, wish_id = in_hand
    assert opened(PICTURE["buffer"]).getexif().get_ifd(GPS)
    member.tap("写进展")
    choose_photo(member)
    member.sees("传好了，检查通过后才给对方看")
    member.tap("写好了")
    member.sees("撤下照片")
    picture = shown_picture(member)
    assert dict(picture.getexif()) == {}
    assert picture.size == (900, 1200)  # upright, as it was taken

    resident.open("wishes/wish/wish", id=wish_id)
    resident.does_not_see("撤下照片")
    secretary.open("pages/home/home")
    secretary.sees("张照片等您看一看")
    secretary.open("secretary/photos/photos")
    release_all(secretary)

    resident.open("wishes/wish/wish", id=wish_id)
    assert shown_picture(resident).size == (900, 1200)
    resident.shown.get_by_label("看大图").click()
    resident.page.locator(".wx-picture img").click()
    resident.tap("撤下照片")
    resident.tap("撤下")
    resident.does_not_see("撤下照片")
    member.open("wishes/wish/wish", id=wish_id)
    member.does_not_see("撤下照片")


def test_without_network_the_photo_waits_for_a_second_try(in_hand):
    _, _, member, _ = in_hand
    member.tap("写进展")
    member.set_offline(True)
    choose_photo(member)
    member.sees("网络不通")
    member.tap("写好了")
    member.sees("照片没有传上去")
    member.set_offline(False)
    member.tap("再传一次")
    member.sees("传好了，检查通过后才给对方看")
    member.fill("在这里写", "照片在这里")
    member.tap("写好了")
    member.sees("照片在这里")
    member.sees("撤下照片")

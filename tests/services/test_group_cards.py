"""The card for the WeChat group: what stands on it, and that a long title stays inside."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from models.notices import Notice
from models.party_days import MeetingKind
from services import group_cards, group_texts
from services.group_cards import BAND, FOOT, LEAST_HEIGHT, MARGIN, MOST_HEIGHT, WIDTH, Card, drawn
from services.notices import NoticeText, send_notice
from tests.event_cast import make_event
from tests.pictures import photo
from tests.services.party_day_makers import a_party_day

PAPER = (250, 248, 245)


def ink_in(picture: Image.Image, box: tuple[int, int, int, int]) -> bool:
    """Whether anything is drawn there."""
    return picture.crop(box).getcolors() != [((box[2] - box[0]) * (box[3] - box[1]), PAPER)]


def look(card: Card, code: bytes = b"") -> Image.Image:
    return Image.open(io.BytesIO(drawn(card, code or photo((430, 430), "PNG"))))


def test_an_event_says_when_where_and_who(cast):
    card = group_cards.of_event(make_event(cast))

    assert (card.kind, card.title) == ("志愿活动", "河道清洁")
    assert dict(card.facts)["地点"] == "东坑村文化礼堂"
    assert dict(card.facts)["主办"] == "东坑村"


def test_a_party_day_without_a_place_says_that_it_follows(cast):
    day = a_party_day(cast, starts_in=3000, place="")

    assert dict(group_cards.of_party_day(day).facts)["地点"] == "另行通知"


def test_a_meeting_is_called_what_it_is_in_text_and_card(cast):
    day = a_party_day(cast, starts_in=3000, kind=MeetingKind.MEMBERS_MEETING)

    assert group_cards.of_party_day(day).kind == "党员大会"
    assert group_texts.of_party_day(day.id, to=cast.li).startswith("【党员大会】")


def test_a_notice_says_from_whom_and_when_and_nothing_of_its_body(cast, now):
    sent = send_notice(NoticeText("停水", "找王小禾 19900001111"), is_held=False, by=cast.li, now=now)
    card = group_cards.of_notice(Notice.get_by_id(sent.id))

    assert (card.title, dict(card.facts)) == ("停水", {"发自": "东坑村", "日期": "11月23日"})


def test_a_wish_says_only_what_the_public_may_read(cast):
    assert group_cards.of_wish(cast.wish()).facts == (("谁的心愿", "东坑村一位老人"),)


@pytest.mark.parametrize("title", ["停水", "请" * 60, "𠮷" * 60, "W" * 60, "", "停 水 " * 12, "，" * 60])
@pytest.mark.parametrize("place", ["村口", "村" * 40])
def test_whatever_stands_on_it_stays_between_the_margins_and_above_the_code(title, place):
    facts = (("时间", "11月28日（周六）08:30—11月29日（周日）17:30"), ("地点", place), ("主办", place))
    picture = look(Card("志愿活动", title, facts, "看详情、报名"))
    foot = picture.height - FOOT

    assert LEAST_HEIGHT <= picture.height <= MOST_HEIGHT
    assert not ink_in(picture, (0, BAND + 1, MARGIN - 8, foot))
    assert not ink_in(picture, (WIDTH - MARGIN + 8, BAND + 1, WIDTH, foot))
    assert not ink_in(picture, (0, foot - 12, WIDTH, foot - 2))


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_the_code_that_wechat_drew_stands_at_the_foot(kind):
    picture = look(Card("通知", "停水", (), "看全文"), photo((430, 430), kind))
    middle = picture.height - FOOT // 2

    assert picture.getpixel((600, middle))[0] > 200  # the left half of the made-up code is red
    assert picture.getpixel((790, middle))[2] > 200

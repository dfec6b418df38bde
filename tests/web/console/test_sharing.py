"""Telling people outside the mini-program, from the desk."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from models.notices import Delivery
from models.wishes import WishStatus
from services import group_cards, joint_party_days, notices
from services.notices import NoticeText
from tests.event_cast import make_event
from tests.pictures import opened, photo
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of
from wechat.errors import WeChatUnavailable


@pytest.fixture
def linked(wechat):
    """A WeChat that draws codes and makes links."""
    wechat.version, wechat.drawn = "release", []
    wechat.code_picture = lambda scene, page: wechat.drawn.append((scene, page)) or photo(kind="PNG")
    wechat.page_link = lambda page, query, days: "https://wxaurl.cn/abc"
    return wechat


def away(*_):
    raise WeChatUnavailable("timeout")


@pytest.fixture
def told_of(cast, linked, now):
    """Where the four kinds of things are told of, and the page that each one's code opens."""
    event, day, wish = make_event(cast), a_party_day(cast, starts_in=3000), cast.wish()
    notice = notices.send_notice(NoticeText("停水", "明天"), is_held=False, by=cast.li, now=now)
    return {
        f"/events/{event.id}": (f"e={event.id}", "events/event/event"),
        f"/party-days/{day.id}": (f"p={day.id}", "party-days/day/day"),
        f"/wishes/{wish.id}": (f"w={wish.id}", "wishes/wish/wish"),
        f"/notices/{notice.id}": (f"n={notice.id}", "account/notice/notice"),
    }


def test_an_event_is_told_with_text_link_and_code(desk_as, cast, linked):
    event = make_event(cast)
    desk = desk_as(cast.li)
    said = desk.get(f"/events/{event.id}/sharing").text

    assert "【志愿活动】河道清洁" in said
    assert "点开看：https://wxaurl.cn/abc" in said
    assert desk.get(f"/events/{event.id}/sharing/code").data == photo(kind="PNG")


def test_each_kind_has_a_card_whose_code_opens_its_page(desk_as, cast, linked, told_of):
    desk = desk_as(cast.li)
    for path, target in told_of.items():
        answer = desk.get(f"{path}/sharing/card")

        assert opened(answer.data).width == group_cards.WIDTH
        assert answer.mimetype == "image/png"
        assert linked.drawn.pop() == target


def test_a_code_to_follow_the_official_account_by_is_offered_where_there_is_one(desk_as, cast, app, told_of):
    desk = desk_as(cast.li)
    account = SimpleNamespace(follow_code=lambda scene: f"http://weixin.qq.com/q/{scene}")
    for path in told_of:
        page = f"{path}/texts" if path.startswith("/notices") else f"{path}/sharing"
        app.extensions["official_account"] = None
        assert "公众号关注码" not in desk.get(page).text
        assert desk.get(f"{path}/sharing/follow-code").status_code == 404

        app.extensions["official_account"] = account
        assert "公众号关注码" in desk.get(page).text
        assert opened(desk.get(f"{path}/sharing/follow-code").data).format == "PNG"


def test_the_card_stands_beside_the_text(desk_as, cast, told_of):
    desk = desk_as(cast.li)
    for path in told_of:
        page = desk.get(f"{path}/texts" if path.startswith("/notices") else f"{path}/sharing").text

        assert f'src="/console{path}/sharing/card"' in page
        assert "复制图片" in page


def test_while_wechat_gives_no_link_text_and_card_can_be_sent(desk_as, cast, linked):
    linked.page_link = away
    said = text_of(desk_as(cast.li).get(f"/events/{make_event(cast).id}/sharing"))

    assert "【志愿活动】河道清洁" in said
    assert "微信暂时没有给出链接，请过一会儿再来。文字可以先发" in said
    assert "下载卡片" in said


def test_while_wechat_draws_no_code_the_text_can_be_sent(desk_as, cast, linked, told_of):
    linked.code_picture = away
    desk = desk_as(cast.li)
    for path in told_of:
        said = text_of(desk.get(f"{path}/texts" if path.startswith("/notices") else f"{path}/sharing"))

        assert "微信暂时没有画出小程序码，请过一会儿再来。文字可以先发" in said
        assert "下载卡片" not in said
        assert desk.get(f"{path}/sharing/card").status_code == 503


def test_another_village_finds_no_card(desk_as, cast, told_of):
    desk = desk_as(cast.sun)

    for path in told_of:
        if not path.startswith("/wishes"):  # a public wish is everybody's
            assert desk.get(f"{path}/sharing/card").status_code in (403, 404), path


def test_a_notice_that_only_lies_in_my_inbox_has_no_card_for_me(desk_as, cast, linked, now):
    notice = notices.send_notice(NoticeText("停水", "明天"), is_held=False, by=cast.li, now=now)
    Delivery.insert(notice=notice, person=cast.sun.person, due_at=now).execute()

    assert desk_as(cast.sun).get(f"/notices/{notice.id}/sharing/card").status_code == 403


def test_a_character_that_the_card_cannot_show_is_named(desk_as, cast, linked, now):
    notice = notices.send_notice(NoticeText("𠮷家停水", "明天"), is_held=False, by=cast.li, now=now)
    said = desk_as(cast.li).reads(f"/notices/{notice.id}/texts")

    assert "字库里没有 𠮷，卡片上画成了 □" in said


def test_a_wish_is_told_only_once_it_is_public(desk_as, cast, linked):
    desk = desk_as(cast.li)

    assert desk.get(f"/wishes/{cast.wish().id}/sharing").status_code == 200
    assert desk.get(f"/wishes/{cast.wish(status=WishStatus.PENDING).id}/sharing").status_code == 404


def test_text_for_the_group_can_be_copied_for_an_event_a_party_day_and_a_notice(desk_as, cast, linked, now):
    day = a_party_day(cast, starts_in=3000)
    notice = notices.send_notice(NoticeText("停水", "明天"), is_held=False, by=cast.li, now=now)
    desk = desk_as(cast.li)

    for path, first in (
        (f"/events/{make_event(cast).id}/sharing", "【志愿活动】河道清洁"),
        (f"/party-days/{day.id}/sharing", "【主题党日】11月主题党日"),
        (f"/notices/{notice.id}/texts", "【通知】停水"),
    ):
        said = desk.get(path).text
        name = re.search(r'data-copy="([\w-]+)"', said)[1]
        assert f'<pre id="{name}" class="written">{first}' in said


def test_a_guest_of_a_joint_party_day_tells_its_own_group(desk_as, cast, linked, now):
    day = a_party_day(cast, starts_in=3000)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=now)
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=now)

    assert "【主题党日】11月主题党日" in desk_as(cast.sun).get(f"/party-days/{day.id}/sharing").text

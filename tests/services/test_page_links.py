"""Codes and links into the mini-program: asked of WeChat once, renewed in time."""

from __future__ import annotations

import datetime

import pytest

from services.chat import welcome
from services.chat_words import ChatLinks
from services.errors import Unavailable
from services.page_links import code_of, event_page, follow_code_of, link_of, notice_page, party_day_page, wish_page
from tests.pictures import opened
from wechat.errors import WeChatUnavailable

DAY = datetime.timedelta(days=1)


class Gateway:
    """Draws and links as told; counts what it was asked."""

    def __init__(self, version="release"):
        self.version, self.asked, self.failure = version, [], None

    def code_picture(self, scene, page):
        return self._answer(f"{page}?{scene}".encode())

    def page_link(self, page, query, days):
        return self._answer(f"https://wxaurl.cn/{len(self.asked)}")

    def _answer(self, answer):
        self.asked.append(answer)
        if self.failure:
            raise self.failure
        return answer


@pytest.fixture
def gateway(db):
    return Gateway()


def test_a_code_is_drawn_once(gateway, now):
    pictures = {code_of(event_page(7), gateway, now=now) for _ in range(2)}

    assert pictures == {b"events/event/event?e=7"}
    assert len(gateway.asked) == 1


@pytest.mark.parametrize("page", [wish_page, event_page, party_day_page, notice_page])
def test_a_code_to_follow_by_is_asked_for_once_and_the_welcome_leads_to_its_page(gateway, now, page):
    gateway.follow_code = lambda scene: gateway._answer(scene)
    pictures = {follow_code_of(page(7), gateway, now=now) for _ in range(2)}

    (scene,) = gateway.asked
    assert f"{page(7).page}?id=7" in welcome(scene, ChatLinks("wx-mini", "https://alliance.example.cn"))
    assert {opened(picture).format for picture in pictures} == {"PNG"}


def test_while_wechat_makes_no_code_to_follow_by_that_is_said(gateway, now):
    gateway.failure, gateway.follow_code = WeChatUnavailable("timeout"), gateway._answer
    with pytest.raises(Unavailable):
        follow_code_of(wish_page(7), gateway, now=now)


def test_the_trial_version_has_codes_of_its_own(gateway, now):
    code_of(wish_page(7), gateway, now=now)
    trial = Gateway("trial")
    code_of(wish_page(7), trial, now=now)

    assert len(trial.asked) == 1


def test_a_link_is_kept_and_renewed_some_days_before_its_end(gateway, now):
    links = [link_of(party_day_page(7), gateway, now=now + days * DAY).link for days in (0, 26, 27, 28)]

    assert links[0] == links[1]
    assert links[1] != links[2]
    assert links[2] == links[3]


@pytest.mark.parametrize("get", [code_of, link_of])
def test_while_wechat_is_away_it_is_said_and_nothing_is_kept(gateway, now, get):
    gateway.failure = WeChatUnavailable("timeout")
    with pytest.raises(Unavailable):
        get(event_page(7), gateway, now=now)
    gateway.failure = None

    assert get(event_page(7), gateway, now=now)

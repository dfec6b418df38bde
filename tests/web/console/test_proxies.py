"""代办 at the desk."""

import pytest

from models.proxies import Proxy, ProxyRelation, ProxyStatus
from services import proxies
from tests.web.console.conftest import text_of


@pytest.fixture
def asked(cast, now):
    """王党员 asks to act for 陈村民."""
    return proxies.ask_proxy("i_help", "陈村民", ProxyRelation.NEIGHBOUR, by=cast.wang, now=now)[0]


def test_a_secretary_grants_it_in_the_elders_name(desk_as, cast):
    desk = desk_as(cast.li)
    said = text_of(desk.post(f"/people/{cast.chen.person.id}/proxy", name="王党员", tail="", relation="neighbour"))
    assert "王党员可以替陈村民许愿、报名了" in said
    assert Proxy.get().status is ProxyStatus.ACTIVE


def test_what_was_asked_on_the_phone_is_two_clicks_from_today(desk_as, cast, asked):
    desk = desk_as(cast.li)
    assert "王党员想替陈村民办事" in desk.reads("/")
    desk.post(f"/people/proxies/{asked.id}/approval")
    assert Proxy.get().status is ProxyStatus.ACTIVE


def test_granting_what_waits_is_agreeing_to_it(cast, asked, now):
    granted = proxies.grant_proxy(cast.chen.person, cast.wang.person, ProxyRelation.NEIGHBOUR, by=cast.li, now=now)
    assert (granted.id, granted.status) == (asked.id, ProxyStatus.ACTIVE)


def test_nobody_acts_for_themselves(desk_as, cast):
    answer = desk_as(cast.li).post(f"/people/{cast.wang.person.id}/proxy", name="王党员", tail="", relation="relative")
    assert answer.status_code == 422


def test_ending_it_asks_first(desk_as, cast, asked):
    desk = desk_as(cast.li)
    desk.post(f"/people/proxies/{asked.id}/approval")
    assert "不能再替陈村民办事" in text_of(desk.post(f"/people/proxies/{asked.id}/end"))
    desk.post(f"/people/proxies/{asked.id}/end", confirmed="yes")
    assert Proxy.get().status is ProxyStatus.ENDED


def test_another_villages_proxies_are_not_there(desk_as, cast, asked):
    desk = desk_as(cast.sun)
    assert "王党员" not in desk.reads("/people/proxies")
    assert desk.post(f"/people/proxies/{asked.id}/approval").status_code == 404

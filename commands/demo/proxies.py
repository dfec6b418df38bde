"""Elders without a phone, and who acts for them: granted, and still waiting for a word (features I10)."""

from __future__ import annotations

from commands.demo.dates import Calendar
from commands.demo.people import Someone
from commands.demo.seats import Seats
from models.appointments import Role
from models.proxies import ProxyRelation
from models.wishes import WishKind
from services.proxies import act_for, ask_proxy, decide_proxy
from services.wishes import WishText, make_wish

VILLAGE = "东坑村"


def arrange(people: dict[str, list[Someone]], seats: Seats, calendar: Calendar) -> None:
    """The village's elder, for whom a resident acts and has made a wish; an older member's grandchild has asked."""
    neighbours = people[VILLAGE]
    elder, grandchild = neighbours[-1], next(one for one in neighbours if one.is_bound and not one.is_on_roster)
    secretary = seats.of(Role.SECRETARY, VILLAGE)
    asked_at, granted_at, wished_at = calendar.at(21, 19), calendar.at(20, 9), calendar.at(2, 18)
    proxy, _ = ask_proxy("i_help", elder.name, ProxyRelation.RELATIVE, by=grandchild.at(asked_at), now=asked_at)
    decide_proxy(proxy.id, "approve", by=secretary.at(granted_at), now=granted_at)
    wish = WishText(title="一副看得清的老花镜", detail="度数要配一下，哪天赶集可以一起去。", kind=WishKind.GOODS)
    acting = act_for(grandchild.at(wished_at), elder.id, now=wished_at)
    assert elder.home is not None, "the elder lives in the village"
    make_wish(wish, elder.home, is_held=False, by=acting, now=wished_at)
    asker, old = neighbours[4], next(one for one in neighbours if one.is_on_roster and not one.is_bound)
    at = calendar.at(1, 12)
    ask_proxy("i_help", old.name, ProxyRelation.NEIGHBOUR, by=asker.at(at), now=at)

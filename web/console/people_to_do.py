"""What waits for somebody among the people."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from flask import url_for

from models.appointments import Role
from services import area_board, binding, county_watch, floating_members, proxies, transfers
from services.permissions import Actor
from web.console import words
from web.console.to_do import Item


def waiting_people(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    """Requests to be recognised, members to take over, members away to be called."""
    asked = binding.list_requests(to=actor)
    if asked:
        yield Item(
            "认证申请等您认人", len(asked), url_for("console.list_requests"), "去认人",
            detail=f"等得最久的是{asked[0].name}，{asked[0].organisation.name}",
        )  # fmt: skip
    helpers = proxies.list_proxies(to=actor).to_decide
    if helpers:
        yield Item(
            "代办等您同意", len(helpers), url_for("console.list_proxies"), "去看看",
            detail=f"{helpers[0].helper.name}想替{helpers[0].elder.name}办事",
        )  # fmt: skip
    coming = transfers.to_decide(to=actor)
    if coming:
        yield Item(
            "党员等您接收", len(coming), url_for("console.list_transfers"), "去接收",
            detail=f"{coming[0].person.name}从{coming[0].source.name}转来",
        )  # fmt: skip
    away = floating_members.to_contact(to=actor, now=now)
    if away:
        yield Item(
            "流动党员要联系", len(away), url_for("console.list_floating"), "去联系",
            detail=f"{away[0].person.name}，{away[0].place}", is_late=True,
        )  # fmt: skip


def due_in_area(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    """For whoever leads an area: wishes that nobody claims, organisations with something due."""
    if not any(seat.role is Role.AREA_LEAD for seat in actor.seats):
        return
    boards = area_board.boards_for(to=actor, now=now)
    unclaimed = [wish for board in boards for wish in board.unclaimed]
    for wish in unclaimed[:1]:
        detail = f"请在片区里帮着找人，最久的是「{wish.title}」，{wish.organisation.name}"
        yield Item("心愿很久没人认领", len(unclaimed), url_for("console.show_area"), "去看看", detail, is_late=True)
    lines = [line for board in boards for line in board.lines]
    due = [line for line in lines if line.is_due]
    yield Item("党组织有到期的事", len(due), url_for("console.show_area"), "去看看", detail="片区里按党组织列出")


def due_in_alliance(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    """For whoever leads an alliance: members with something due, alliance by alliance."""
    for board in area_board.alliance_boards_for(to=actor, now=now):
        due = [line.organisation.name for line in board.lines if line.is_due]
        where = url_for("console.show_alliance", alliance_id=board.alliance.id)
        detail = f"{board.alliance.name}：{'、'.join(due[:3])}{'等' if len(due) > 3 else ''}"
        yield Item("成员党组织有到期的事", len(due), where, "去看看", detail)


def due_in_county(actor: Actor, now: datetime.datetime) -> Iterable[Item]:
    """For the county: townships where something stands still, in totals."""
    found = [each for each in county_watch.standstills(to=actor, now=now) if each.is_any]
    detail = "；".join(f"{each.township.name}：{words.standstill(each)}" for each in found[:2])
    is_late = any(each.is_late for each in found)
    yield Item("乡镇有拖着的事", len(found), url_for("console.list_organisations"), "去看看", detail, is_late)

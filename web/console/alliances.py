"""Alliances: the list, one with its members, and the net of three colours."""

from __future__ import annotations

from models.alliances import Alliance
from services import alliance_desk, alliances, area_board, organisations
from services.history import history_of
from services.local_time import local_day
from web.console.blueprint import console, current_actor
from web.console.choices import pairs_of
from web.console.forms import Form, Maybe, Typed, filled, submit
from web.console.net_picture import option_of
from web.console.page import Page, go, page
from web.fields import Day, Id
from web.lifecycle import utc_now


class JoinForm(Form):
    organisation_id: Id
    joined_on: Day


class LeaveForm(Form):
    organisation_id: Id
    left_on: Maybe[Day] = None


@console.get("/alliances")
def list_alliances() -> Page:
    """The alliances of my township, and the picture of how they hang together."""
    net = alliance_desk.net_for(to=current_actor(), now=utc_now())
    sizes: dict[int, int] = {}
    for alliance_id, _ in net.links:
        sizes[alliance_id] = sizes.get(alliance_id, 0) + 1
    return page(
        "alliances.html",
        alliances=list(alliance_desk.visible_alliances(current_actor())),
        sizes=sizes,
        picture=option_of(net),
        today=local_day(utc_now()),
    )


@console.get("/alliances/<int:alliance_id>")
def show_alliance(alliance_id: int) -> Page:
    """One alliance with everybody who belongs or belonged."""
    return _page(alliance_desk.get_alliance(alliance_id, to=current_actor()))


@console.post("/alliances/<int:alliance_id>/members")
def join_alliance(alliance_id: int) -> Page:
    """Let an organisation belong from a day on."""
    alliance = alliance_desk.get_alliance(alliance_id, to=current_actor())

    def act(form: JoinForm) -> Page:
        place = organisations.get_organisation(form.organisation_id)
        alliances.join_alliance(alliance, place, joined_on=form.joined_on, by=current_actor(), now=utc_now())
        return go("console.show_alliance", f"{place.name}已加入{alliance.name}", alliance_id=alliance.id)

    return submit(JoinForm, act, again=lambda typed: _page(alliance, typed))


@console.post("/alliances/<int:alliance_id>/members/leaving")
def leave_alliance(alliance_id: int) -> Page:
    """Let a membership end; every past day still shows who belonged."""
    alliance = alliance_desk.get_alliance(alliance_id, to=current_actor())

    def act(form: LeaveForm) -> Page:
        place = organisations.get_organisation(form.organisation_id)
        alliances.leave_alliance(alliance, place, left_on=form.left_on, by=current_actor(), now=utc_now())
        return go(
            "console.show_alliance", f"{place.name}已退出{alliance.name}，以前的记录都在", alliance_id=alliance.id
        )

    return submit(LeaveForm, act, again=lambda typed: _page(alliance, typed))


def _page(alliance: Alliance, joining: Typed | None = None) -> Page:
    actor, now = current_actor(), utc_now()
    may_shape = alliance_desk.may_shape(alliance, actor)
    led = area_board.alliance_boards_for(to=actor, now=now)
    return page(
        "alliance.html",
        alliance=alliance,
        board=next((board for board in led if board.alliance == alliance), None),
        memberships=alliance_desk.memberships_of(alliance),
        may_shape=may_shape,
        outside=pairs_of(alliance_desk.outside(alliance, now=now)) if may_shape else [],
        joining=joining or filled(joined_on=local_day(now)),
        history=history_of("alliance", alliance.id),
    )

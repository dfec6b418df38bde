"""Seats: filling, ending and handing them over, with the 交接单 (features I7)."""

from __future__ import annotations

import datetime

from flask import url_for
from pydantic import Field

from models.appointments import Appointment, Role
from models.organisations import Organisation
from services import appointments, handovers, notices, organisation_desk
from services.appointment_rules import may_appoint, path_of
from services.errors import NotAllowed
from services.handover_note import write_note
from services.local_time import local_day
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.confirming import ask_first
from web.console.forms import Form, Maybe, Typed, filled, submit
from web.console.page import Page, go, go_to, page
from web.fields import Day, Text
from web.lifecycle import utc_now


class WhoForm(Form):
    """A person of the roster, by name; the last four digits tell namesakes apart."""

    name: Text = Field(min_length=1, max_length=30)
    tail: Text = Field("", pattern=r"^(\d{4})?$")


class AppointForm(WhoForm):
    role: Role
    starts_on: Day
    ends_on: Maybe[Day] = None


class HandOverForm(WhoForm):
    ends_on: Maybe[Day] = None


class EndForm(Form):
    last_day: Maybe[Day] = None


@console.get("/organisations/<int:organisation_id>/appointments/new")
def show_new_appointment(organisation_id: int) -> Page:
    """Who gets which seat, for how long?"""
    place = _place_to_fill(organisation_id)
    return _appoint_page(place, filled(starts_on=local_day(utc_now())))


@console.post("/organisations/<int:organisation_id>/appointments/new")
def appoint(organisation_id: int) -> Page:
    """Fill a seat."""
    place = _place_to_fill(organisation_id)

    def act(form: AppointForm) -> Page:
        person = organisation_desk.pick_person(form.name, form.tail, path=_search_below(place))
        appointments.appoint(
            person, form.role, place, starts_on=form.starts_on, ends_on=form.ends_on, by=current_actor(), now=utc_now()
        )
        day = form.starts_on
        said = f"{person.name}任{place.name}{words.ROLE_NAMES[form.role]}，从{day.month}月{day.day}日起"
        return go("console.show_organisation", said, organisation_id=place.id)

    return submit(AppointForm, act, again=lambda typed: _appoint_page(place, typed))


@console.get("/appointments/<int:appointment_id>")
def show_appointment(appointment_id: int) -> Page:
    """A seat that may be ended or handed over."""
    seat = appointments.seat_to_end(appointment_id, by=current_actor())
    return _seat_page(seat, Typed(), Typed())


@console.post("/appointments/<int:appointment_id>/end")
def end_appointment(appointment_id: int) -> Page:
    """End a seat or a delegation, at once or after a last day."""
    seat = appointments.seat_to_end(appointment_id, by=current_actor())

    def act(form: EndForm) -> Page:
        question = ask_first(
            f"结束任职：{seat.person.name}",
            _what_ends(seat, form.last_day),
            yes="结束这个任职",
            back=url_for("console.show_appointment", appointment_id=seat.id),
            is_destructive=True,
        )
        if question is not None:
            return question
        appointments.end_appointment(seat.id, last_day=form.last_day, by=current_actor(), now=utc_now())
        return go_to(_where(seat), f"{seat.person.name}的任职已结束，空出的职务由上一级代管")

    return submit(EndForm, act, again=lambda typed: _seat_page(seat, typed, Typed()))


@console.post("/appointments/<int:appointment_id>/handover")
def hand_over(appointment_id: int) -> Page:
    """Put a successor into the seat today; what is open there stays with the seat."""
    seat = appointments.seat_to_end(appointment_id, by=current_actor())

    def act(form: HandOverForm) -> Page:
        place = appointments.place_of(seat)
        below = _search_below(place) if isinstance(place, Organisation) else path_of(place)
        successor = organisation_desk.pick_person(form.name, form.tail, path=below)
        open_items = write_note(seat, seat, now=utc_now()).count
        waiting = notices.count_waiting(seat.id)
        question = ask_first(
            f"交接：{seat.person.name} → {successor.name}",
            [
                f"{successor.name}从今天起任{place.name}{words.ROLE_NAMES[seat.role]}。",
                f"{seat.person.name}的这个职务今天结束，在所有设备上退出登录。",
                *([f"{waiting} 条待发的通知先暂停，由{successor.name}决定发或不发。"] if waiting else []),
                f"另有 {open_items} 件没办完的事随职务交给{successor.name}。都写进交接单。",
            ],
            yes="办理交接",
            back=url_for("console.show_appointment", appointment_id=seat.id),
        )
        if question is not None:
            return question
        note = handovers.hand_over(seat.id, successor, ends_on=form.ends_on, by=current_actor(), now=utc_now())
        return go(
            "console.show_handover_note",
            "交接已办好，请打印交接单",
            appointment_id=note.predecessor.id,
            successor_id=note.successor.id,
        )

    return submit(HandOverForm, act, again=lambda typed: _seat_page(seat, Typed(), typed))


@console.get("/appointments/<int:appointment_id>/handover-note/<int:successor_id>")
def show_handover_note(appointment_id: int, successor_id: int) -> Page:
    """The 交接单, as things stand now; it prints on one page."""
    actor = current_actor()
    successor = appointments.get_appointment(successor_id)
    if successor.person_id == actor.person.id:
        predecessor = appointments.get_appointment(appointment_id)
    else:
        predecessor = appointments.seat_to_end(appointment_id, by=actor)
    handovers.require_follows(successor, predecessor)
    return page("handover_note.html", note=write_note(predecessor, successor, now=utc_now()))


def _place_to_fill(organisation_id: int) -> Organisation:
    """An organisation where this person may fill at least one seat."""
    actor = current_actor()
    place = organisation_desk.get_organisation(organisation_id, to=actor, now=utc_now())
    if not _roles(place):
        raise NotAllowed()
    return place


def _roles(place: Organisation) -> list[tuple[str, str]]:
    actor, path = current_actor(), path_of(place)
    return [
        (role.value, words.ROLE_NAMES[role])
        for role in organisation_desk.roles_at(place)
        if may_appoint(role, path, actor)
    ]


def _search_below(place: Organisation) -> str:
    """People of the township may sit in any of its branches; those of the county in any township."""
    return place.township_path() or place.path


def _what_ends(seat: Appointment, last_day: datetime.date | None) -> list[str]:
    delegated = len(organisation_desk.delegations_of([seat.id], now=utc_now()))
    when = f"{last_day.month}月{last_day.day}日之后" if last_day else "现在起"
    lines = [f"{when}，{seat.person.name}不能再以这个职务办事。"]
    if not last_day:
        lines.append(f"{seat.person.name}在所有设备上退出登录。")
    if delegated:
        lines.append(f"交办给助理的 {delegated} 项随之结束。")
    return lines


def _where(seat: Appointment) -> str:
    if seat.organisation_id is None:
        return url_for("console.list_alliances")
    return url_for("console.show_organisation", organisation_id=seat.organisation_id)


def _appoint_page(place: Organisation, typed: Typed) -> Page:
    return page("appointment_form.html", place=place, typed=typed, roles=_roles(place))


def _seat_page(seat: Appointment, ending: Typed, handing: Typed) -> Page:
    return page(
        "appointment.html",
        seat=seat,
        place=appointments.place_of(seat),
        where=_where(seat),
        ending=ending,
        handing=handing,
        functions=organisation_desk.functions_of(seat),
        is_over=not organisation_desk.is_held(seat, local_day(utc_now())),
    )

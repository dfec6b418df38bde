"""Entering: a code that a phone scans and confirms (features F2); in sandbox mode also by choosing a person."""

from __future__ import annotations

import base64

import peewee
from flask import Response, abort, current_app, make_response, request, session, url_for

from models.appointments import Appointment, Role
from models.organisations import Organisation, Sector
from models.people import Person
from services import desk_log_ins, sessions
from services.errors import NotFound, Unavailable
from services.local_time import local_day
from web.console import words
from web.console.blueprint import TOKEN, console, open_to_all
from web.console.device import device_of
from web.console.errors import BACK
from web.console.forms import Form, submit
from web.console.page import Page, go, go_to, page
from web.fields import Id
from web.lifecycle import utc_now

# The desk's own secret has a cookie of its own: an answer that comes late must not undo a log-in made meanwhile.
SECRET = "desk-asks"  # noqa: S105 (its name)


class ChooseForm(Form):
    person_id: Id


@console.get("/log-in")
@open_to_all
def log_in() -> Page:
    """The door. It has no code yet: the page asks for one when it is really looked at."""
    if TOKEN in session:
        return go("console.show_today")
    is_sandbox = current_app.extensions["settings"].is_sandbox
    seats = _seats() if is_sandbox else []
    first_of_role = {role: (person_id, what) for person_id, what, role in reversed(seats)}
    return page("log_in.html", seats=seats, first_of_role=first_of_role)


@console.post("/log-in/code")
@open_to_all
def ask_for_code() -> Page:
    """A new code to scan, good for three minutes."""
    try:
        asked = desk_log_ins.ask_to_enter(device=device_of(request.user_agent.string), now=utc_now())
        picture = desk_log_ins.draw_code(asked, gateway=current_app.extensions["mini_program"])
    except Unavailable as refusal:
        return page("parts/log_in_over.html", message=refusal.message)
    shown = page(
        "parts/log_in_code.html",
        picture=base64.b64encode(picture).decode(),
        scene=asked.scene,
        number=desk_log_ins.matching_number(asked.code),
    )
    return _remember(asked.secret, make_response(shown))


def _remember(secret: str, answer: Response) -> Response:
    answer.set_cookie(
        SECRET,
        secret,
        max_age=desk_log_ins.CODE_LASTS,
        path=url_for("console.log_in"),
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return answer


@console.get("/log-in/state")
@open_to_all
def show_log_in_state() -> Page:
    """Asked every other second: has a phone said yes?"""
    try:
        token = desk_log_ins.enter(request.cookies.get(SECRET, ""), now=utc_now())
    except NotFound as over:
        return page("parts/log_in_over.html", message=over.message), 286  # htmx: stop asking
    return ("", 204) if token is None else _let_in(token)


@console.post("/log-in/as")
@open_to_all
def enter_as() -> Page:
    """Sit down as somebody of the made-up county. Only on a desk: elsewhere there is no such page."""
    if not current_app.extensions["settings"].is_sandbox:
        abort(404)

    def act(form: ChooseForm) -> Page:
        appid = current_app.extensions["mini_program"].appid
        phone, device = current_app.extensions["sandbox_phone"], device_of(request.user_agent.string)
        token = desk_log_ins.enter_as(form.person_id, appid=appid, phone=phone, device=device, now=utc_now())
        return _let_in(token)

    return submit(ChooseForm, act, again=lambda _typed: log_in())


@console.post("/log-out")
@open_to_all
def log_out() -> Page:
    """Leave this desk."""
    if TOKEN in session:
        sessions.close_session(session[TOKEN], now=utc_now())
    session.clear()
    return go("console.log_in", "已退出")


def _let_in(token: str) -> Page:
    """A new cookie, so that nobody who planted the old one comes along; then to where one was going."""
    back = session.get(BACK)
    session.clear()
    session[TOKEN] = token
    return go_to(back or url_for("console.show_today"))


def _seats() -> list[tuple[int, str, Role]]:
    """Everybody with a seat today, for a desk: person, what they are, role; a village's first, where most happens."""
    rows = (
        Appointment.select(Appointment, Person, Organisation)
        .join(Person)
        .switch(Appointment)
        .join(Organisation, peewee.JOIN.LEFT_OUTER)
        .where(Appointment.holds_on(local_day(utc_now())))
        .order_by(Appointment.role, peewee.Case(Organisation.sector, [(Sector.VILLAGE, 0)], 1), Appointment.id)
    )
    return [(row.person_id, f"{row.person.name} · {words.seat(row)}", row.role) for row in rows]

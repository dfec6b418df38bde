"""Events at the desk: the list, one of them with its live sign-ups, its code on the wall."""

from __future__ import annotations

from typing import Any

from models.appointments import Function
from models.events import AttendanceMode, Event, EventStatus
from models.organisations import Organisation
from models.series import SeriesMonth
from models.sign_ups import SignUp, SignUpStatus
from services import companions, event_attendance, event_check_ins, events, hours, sign_up_lists
from services.errors import Refusal
from services.history import history_of
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.forms import Typed
from web.console.page import Page, page
from web.console.pictures import qr_svg
from web.console.queries import asked_state, asked_text
from web.console.tables import Filter, rows_of
from web.lifecycle import utc_now

SORTS = {"starts_at": Event.starts_at, "title": Event.title, "organisation": Organisation.name}
FILTERS = (
    Filter("q", "活动"),
    Filter("when", "时间", words.PERIOD_NAMES),
    Filter("status", "情况", [*words.EVENT_STATUS_NAMES.items()]),
)


@console.get("/events")
def list_events() -> Page:
    """The events my seats run."""
    rows = rows_of(_filtered(), sorts=SORTS, default="-starts_at", export="events", filters=FILTERS)
    posts = events.posts_of([event.id for event in rows])
    return page("events.html", rows=rows, posts=posts)


def _filtered() -> Any:
    now = utc_now()
    query = events.kept_events(current_actor(), now=now)
    if title := asked_text("q"):
        query = query.where(Event.title.contains(title))
    if status := asked_state("status", EventStatus):
        query = query.where(Event.status == status)
    if asked_text("when") == "upcoming":
        query = query.where(Event.ends_at > now)
    if asked_text("when") == "past":
        query = query.where(Event.ends_at <= now)
    return query


@console.get("/events/<int:event_id>")
def show_event(event_id: int) -> Page:
    """One event: posts, who has a place, who waits, who simply turned up."""
    return page("event.html", **see_event(event_id))


@console.get("/events/<int:event_id>/sign-ups")
def show_sign_ups(event_id: int) -> Page:
    """The posts and the list alone, asked for again while people sign up."""
    return page("parts/event_sign_ups.html", **see_event(event_id))


def see_event(event_id: int) -> dict[str, Any]:
    """What the page of an event shows; raises NotFound, NotAllowed."""
    now = utc_now()
    event, _ = events.event_to_run(event_id, by=current_actor(), now=now)
    posts = events.posts_of([event.id])[event.id]
    listed = sign_up_lists.list_sign_ups(event)
    return {
        "event": event,
        "posts": posts,
        "post_choices": [(post.id, post.name) for post in posts],
        "listed": listed,
        "position_of": sign_up_lists.position_of,
        "undecided": [one for one in listed if sign_up_lists.must_decide(one, event)],
        "companions_of": companions.companions_of,
        "history": history_of("event", event.id),
        "minutes": hours.minutes_of_each(event),
        "series_month": SeriesMonth.get_or_none(SeriesMonth.event == event.id),
        "has_begun": event.starts_at <= now,
        "is_over": event.ends_at <= now,
        "is_roll_open": _is_roll_open(event),
        "is_live": event.status is EventStatus.OPEN and event.ends_at > now,
        "blank_form": Typed(),
        "may_tell": current_actor().may(Function.SEND_NOTICES, event.organisation),
        "is_scanned": event.attendance_mode is not AttendanceMode.ROLL_CALL,
    }


def _is_roll_open(event: Event) -> bool:
    try:
        event_attendance.refuse_wrong_time(event, now=utc_now())
    except Refusal:
        return False
    return True


@console.get("/events/<int:event_id>/code")
def show_event_code(event_id: int) -> Page:
    """The check-in code, full screen."""
    return page("check_in_code.html", **_code(event_id))


@console.get("/events/<int:event_id>/code/now")
def renew_event_code(event_id: int) -> Page:
    """The code and the number of those who have come, asked for every few seconds."""
    return page("parts/check_in_code.html", **_code(event_id))


def _code(event_id: int) -> dict[str, Any]:
    actor, now = current_actor(), utc_now()
    code = event_check_ins.get_check_in_code(event_id, by=actor, now=now)
    event = events.get_event(event_id, to=actor, now=now)
    placed = SignUp.select().where(SignUp.event == event.id, SignUp.status == SignUpStatus.CONFIRMED)
    return {
        "title": event.title,
        "place": event.place,
        "starts_at": event.starts_at,
        "code": code,
        "picture": qr_svg(code.code),
        "come": placed.where(SignUp.checked_in_at.is_null(False)).count(),
        "expected": placed.count(),
        "expected_word": "报名",
        "is_open": event_attendance.entry_opens(event, now=now) <= now,
        "opens_at": event_attendance.entry_opens(event, now=now),
        "endpoint": "console.renew_event_code",
        "values": {"event_id": event.id},
        "back": "console.show_event",
    }

"""Who came to an event: the roll with times and hours, and whoever simply turned up (features E11, E13, E14)."""

from __future__ import annotations

import datetime
from typing import Annotated

from flask import request
from pydantic import Field

from models.events import Event
from models.sign_ups import Attendance, SignUp, SignUpStatus
from services import companions, event_attendance, events, hours, sign_up_lists, walk_ins
from services.errors import Invalid
from services.event_attendance import Mark
from services.local_time import SHANGHAI, local_day
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.events import see_event
from web.console.forms import Form, Maybe, Typed, submit
from web.console.page import Page, go, page
from web.fields import Id, Text
from web.lifecycle import utc_now

BOXES = ((Attendance.ATTENDED, "到"), (Attendance.ABSENT, "没来"))
# And the person's number. What a row said when the page was opened comes back with it.
FIELD, WAS, CAME, LEFT = "person-", "was-", "came-", "left-"


class RollForm(Form):
    reason: Annotated[Text, Field(max_length=200)] = ""


class WalkInForm(Form):
    name: Annotated[Text, Field(max_length=30)] = ""
    phone: Annotated[Text, Field(max_length=20)] = ""
    post_id: Maybe[Id] = None


class GuardianForm(Form):
    reason: Annotated[Text, Field(min_length=1, max_length=200)]


@console.get("/events/<int:event_id>/roll")
def edit_roll(event_id: int) -> Page:
    """Everyone with a place, each with whether they came, when, and the hours that the ledger says."""
    return _roll_page(event_id, Typed())


def _roll_page(event_id: int, typed: Typed) -> str:
    event, _ = events.event_to_run(event_id, by=current_actor(), now=utc_now())
    return page(
        "event_roll.html",
        event=event,
        lines=_placed(event),
        minutes=hours.minutes_of_each(event),
        boxes=BOXES,
        typed=typed,
    )


def _placed(event: Event) -> list[SignUp]:
    return [row for row in sign_up_lists.list_sign_ups(event) if row.status is SignUpStatus.CONFIRMED]


@console.post("/events/<int:event_id>/roll")
def store_roll(event_id: int) -> Page:
    """Enter the roll, or correct it: hours are in everybody's ledger at once."""
    event, _ = events.event_to_run(event_id, by=current_actor(), now=utc_now())

    def act(form: RollForm) -> Page:
        typed = [(row, mark) for row in _placed(event) if (mark := _mark_of(row, event)) is not None]
        changed = [row for row, mark in typed if mark.was != (row.attendance or "")]
        marks = [mark for row, mark in typed if row not in changed]
        if marks:
            refuse_untold(form, form.reason)
            event_attendance.record_attendance(
                event.id, marks, reason=form.reason, by=current_actor(), now=utc_now()
            )  # fmt: skip
        return go("console.show_event", _told(len(marks), changed), event_id=event.id)

    return submit(RollForm, act, again=lambda typed: _roll_page(event_id, typed))


def _told(entered: int, changed: list[SignUp]) -> str:
    said = f"登记了 {entered} 人，时长已记到各人名下" if entered else "没有变化"
    if not changed:
        return said
    names = "、".join(
        f"{row.person.name or '微信用户'}（现在是「{dict(BOXES).get(row.attendance, '没记')}」）" for row in changed
    )
    return f"{said}。{names}在您打开名单以后有人改过，没有动；要改，请再点「登记谁来了」"


def _mark_of(row: SignUp, event: Event) -> Mark | None:
    """What was typed for one person, None where nothing was, or where it says what is known already."""
    said, was = (request.form.get(f"{name}{row.person_id}", "") for name in (FIELD, WAS))
    times = [_instant(f"{name}{row.person_id}", event) for name in (CAME, LEFT)]
    if said not in set(Attendance) or (said == was and not any(times)):
        return None
    if said == Attendance.ABSENT:
        return None if row.attendance is Attendance.ABSENT else Mark(row.person_id, Attendance.ABSENT, was=was)
    came_at, left_at = times[0] or row.checked_in_at, times[1] or row.checked_out_at
    is_known = row.attendance is Attendance.ATTENDED and (came_at, left_at) == (row.checked_in_at, row.checked_out_at)
    return None if is_known else Mark(row.person_id, checked_in_at=came_at, checked_out_at=left_at, was=was)


def _instant(name: str, event: Event) -> datetime.datetime | None:
    """A time of the event's own day, as a browser sends it ("08:30"); empty for the planned one."""
    typed = request.form.get(name, "")
    if not typed:
        return None
    try:
        local = datetime.datetime.combine(local_day(event.starts_at), datetime.time.fromisoformat(typed))
    except ValueError as error:
        raise Invalid("time_invalid", "时间写成 08:30 这样", {"marks": "时间写成 08:30 这样"}) from error
    return local.replace(tzinfo=SHANGHAI).astimezone(datetime.UTC)


@console.post("/events/<int:event_id>/walk-ins")
def walk_in(event_id: int) -> Page:
    """Put someone who turned up on the list, and enter them as come."""

    def act(form: WalkInForm) -> Page:
        sign_up, is_new = walk_ins.walk_in(
            event_id, name=form.name, phone=form.phone, post_id=form.post_id, by=current_actor(), now=utc_now()
        )
        said = (
            f"{sign_up.person.name}已加进名单，记为到场"
            if is_new
            else f"{sign_up.person.name}本来就在名单上，已记为到场"
        )
        return go("console.show_event", said, event_id=event_id)

    return submit(WalkInForm, act, again=lambda typed: page("event.html", **see_event(event_id), typed=typed))


@console.post("/events/<int:event_id>/people/<int:person_id>/guardian")
def reveal_guardian(event_id: int, person_id: int) -> Page:
    """A child's guardian; each look is logged with its reason."""

    def act(form: GuardianForm) -> Page:
        guardian = companions.reveal_guardian(
            event_id, person_id, reason=form.reason, by=current_actor(), now=utc_now()
        )  # fmt: skip
        event, _ = events.event_to_run(event_id, by=current_actor(), now=utc_now())
        return page("event_guardian.html", event=event, guardian=guardian)

    return submit(GuardianForm, act, again=lambda typed: page("event.html", **see_event(event_id), typed=typed))

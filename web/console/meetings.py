"""三会一课: what is due in each branch, and the dates of meetings kept on paper (features P2)."""

from __future__ import annotations

import datetime
from typing import Annotated

from pydantic import Field

from models.party_days import MeetingKind
from services import meeting_dates, meeting_watch, organisations
from services.local_time import local_day
from services.meeting_watch import WATCHED, DueState
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.branches import groups_of, my_branches, named
from web.console.forms import Form, Maybe, Typed, filled, submit
from web.console.page import Page, go, page
from web.console.queries import asked_id, asked_text
from web.fields import Day, Id, Text
from web.lifecycle import utc_now

AT_ONCE = 30
DUE_NAMES = {DueState.HELD: "已开", DueState.PLANNED: "已安排", DueState.DUE: "该开了"}
DUE_TONES = {DueState.HELD: "done", DueState.PLANNED: "go", DueState.DUE: "wait"}
CALLED = [kind for kind in WATCHED if kind is not MeetingKind.ELECTION]


class DateForm(Form):
    organisation_id: Maybe[Id] = None
    kind: MeetingKind
    held_on: Day
    group_id: Maybe[Id] = None
    note: Annotated[Text, Field(max_length=100)] = ""


@console.get("/meetings")
def watch_meetings() -> Page:
    """What is due, branch by branch."""
    return _page(filled(kind=asked_text("kind"), held_on=local_day(utc_now())))


def _page(typed: Typed) -> str:
    actor, now = current_actor(), utc_now()
    branches = my_branches()
    after = asked_id("after") or 0
    watched = meeting_watch.watch(to=actor, now=now, after_id=after, limit=AT_ONCE + 1)
    since = datetime.date(local_day(now).year - 1, 1, 1)
    only = watched[0].organisation if len(branches) == 1 and watched else None
    return page(
        "meetings.html",
        watched=watched[:AT_ONCE],
        next_after=watched[AT_ONCE - 1].organisation.id if len(watched) > AT_ONCE else None,
        columns=[kind for kind in WATCHED if any(due.kind is kind for one in watched for due in one.dues)],
        dates=meeting_dates.list_dates(only, to=actor, since=since)[:20] if only else [],
        branches=named(branches),
        groups=groups_of(branches),
        kinds=[(kind.value, words.MEETING_NAMES[kind]) for kind in CALLED],
        typed=typed,
        due_names=DUE_NAMES,
        due_tones=DUE_TONES,
    )


@console.post("/meetings/dates")
def record_meeting_date() -> Page:
    """A meeting whose roll and record are kept on paper."""

    def act(form: DateForm) -> Page:
        actor = current_actor()
        branch = organisations.organisation_for(form.organisation_id, by=actor)
        meeting_dates.record_date(
            form.kind, form.held_on, branch, group_id=form.group_id, note=form.note, by=actor, now=utc_now()
        )
        name = words.MEETING_NAMES[form.kind]
        return go("console.watch_meetings", f"{name} {form.held_on.month}月{form.held_on.day}日，已登记")

    return submit(DateForm, act, again=_page)


@console.post("/meetings/dates/<int:meeting_date_id>/remove")
def take_back_meeting_date(meeting_date_id: int) -> Page:
    """A date entered by mistake."""
    meeting_dates.take_back_date(meeting_date_id, by=current_actor(), now=utc_now())
    return go("console.watch_meetings", "已去掉；操作记录里还查得到")

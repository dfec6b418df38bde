"""What is for me today."""

from __future__ import annotations

import datetime

from flask import Response
from pydantic import Field

from models.attendance import Attendance, AttendanceStatus, MakeUp
from models.party_days import CheckInWay, PartyDay
from models.sign_ups import SignUp, SignUpStatus
from models.wishes import Claim
from services import check_ins, event_check_ins, home, policies, sign_up_lists
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, Instant
from web.api.wish_answers import WishAnswer, present_wishes
from web.lifecycle import utc_now


class OpenClaimAnswer(Answer):
    wish_id: int
    title: str = Field(examples=["一床厚棉被"])
    claimed_at: Instant
    progress_due_at: Instant = Field(description="Without a word of progress the wish then goes back to the wall")


class ToDoAnswer(Answer):
    kind: str = Field(examples=["verify_wishes"])
    count: int


class NextEventAnswer(Answer):
    event_id: int
    title: str = Field(examples=["菇林清沟"])
    place: str
    starts_at: Instant
    ends_at: Instant
    status: SignUpStatus
    must_decide: bool = Field(description="Time or place has changed: keep or withdraw")
    can_check_in: bool = Field(description="Scanning the code on the wall now says that I am there")
    can_check_out: bool = Field(description="Scanning it now says that I leave")


class NextPartyDayAnswer(Answer):
    party_day_id: int
    title: str = Field(examples=["12月主题党日：学习基层治理"])
    place: str
    opens_at: Instant = Field(description="From then on people can check in")
    starts_at: Instant
    ends_at: Instant
    check_in: CheckInWay
    status: AttendanceStatus = Field(description="My line on the sheet")
    can_check_in: bool = Field(description="The door is open and I am not in yet")


class NextMakeUpAnswer(Answer):
    party_day_id: int
    title: str = Field(examples=["11月主题党日：学习基层治理"])
    due_at: Instant = Field(description="The midnight that ends the last day")


class HomeAnswer(Answer):
    claims: list[OpenClaimAnswer] = Field(description="In my hands, the one most in need of a word first")
    next_event: NextEventAnswer | None = Field(description="What I have signed up for that is on or comes next")
    next_party_day: NextPartyDayAnswer | None = Field(description="Where I am awaited next")
    next_make_up: NextMakeUpAnswer | None = Field(description="The make-up study to hand in first")
    wishes_to_confirm: list[WishAnswer]
    wishes_nearby: list[WishAnswer] = Field(description="Open wishes of my own village or unit")
    unread: int
    to_do: list[ToDoAnswer] = Field(description="What waits for my seats")


@api.get("/home", operation_id="get_home", responses={200: HomeAnswer})
def get_home() -> Response:
    """What is for me today, in one call."""
    actor, now = current_actor(), utc_now()
    found = home.get_home(to=actor, now=now)
    return HomeAnswer(
        claims=_present_claims(found.claims, now),
        next_event=_next_event(found.next_sign_up, now),
        next_party_day=_next_party_day(found.next_party_day, now),
        next_make_up=_next_make_up(found.next_make_up),
        wishes_to_confirm=present_wishes(found.wishes_to_confirm, to=actor),
        wishes_nearby=present_wishes(found.wishes_nearby, to=actor),
        unread=found.unread,
        to_do=[ToDoAnswer(kind=item.kind, count=item.count) for item in found.to_do],
    ).to_response()


def _present_claims(claims: list[Claim], now: datetime.datetime) -> list[OpenClaimAnswer]:
    days = policies.values("wish.idle_release_days", [claim.wish.organisation for claim in claims], now=now)
    return [
        OpenClaimAnswer(
            wish_id=claim.wish.id,
            title=claim.wish.title,
            claimed_at=claim.claimed_at,
            progress_due_at=claim.last_progress_at + datetime.timedelta(days=most),
        )
        for claim, most in zip(claims, days, strict=True)
    ]


def _next_event(sign_up: SignUp | None, now: datetime.datetime) -> NextEventAnswer | None:
    if sign_up is None:
        return None
    event = sign_up.event
    return NextEventAnswer(
        event_id=event.id,
        title=event.title,
        place=event.place,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        status=sign_up.status,
        must_decide=sign_up_lists.must_decide(sign_up, event),
        can_check_in=event_check_ins.can_check_in(event, sign_up, now=now),
        can_check_out=event_check_ins.can_check_out(event, sign_up, now=now),
    )


def _next_party_day(
    awaited: tuple[PartyDay, Attendance] | None, now: datetime.datetime
) -> NextPartyDayAnswer | None:  # fmt: skip
    if awaited is None:
        return None
    day, line = awaited
    return NextPartyDayAnswer(
        party_day_id=day.id,
        title=day.title,
        place=day.place,
        opens_at=day.opens_at,
        starts_at=day.starts_at,
        ends_at=day.ends_at,
        check_in=day.check_in,
        status=line.status,
        can_check_in=check_ins.can_check_in(day, line, now=now),
    )


def _next_make_up(task: MakeUp | None) -> NextMakeUpAnswer | None:
    if task is None:
        return None
    day = task.attendance.party_day
    return NextMakeUpAnswer(party_day_id=day.id, title=day.title, due_at=task.due_at)

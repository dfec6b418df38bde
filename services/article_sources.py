"""What an article can begin with, so that nobody types what the system knows (features O1, C3). No names of people."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.articles import ArticleSource
from models.attendance import AttendanceStatus
from models.events import Event
from models.organisations import Organisation
from models.party_days import PartyDay
from models.sign_ups import Attendance, SignUp
from models.wishes import PUBLIC_STATUSES, Wish
from services.attendance_counts import sheets_of
from services.errors import NotFound
from services.events import get_event
from services.local_time import SHANGHAI
from services.party_days import get_party_day
from services.permissions import Actor
from services.wishes import get_wish


@dataclass(frozen=True, slots=True)
class FirstText:
    """What an article begins with; its writer may have to shorten the title."""

    title: str
    body: str


def text_about(
    source: ArticleSource, source_id: int, *, to: Actor, now: datetime.datetime
) -> tuple[FirstText, Organisation]:
    """A first text about an event, Party day or public wish, and whose it is; raises NotFound."""
    if source is ArticleSource.EVENT:
        event = get_event(source_id, to=to, now=now)
        return _about_event(event), event.organisation
    if source is ArticleSource.PARTY_DAY:
        day = get_party_day(source_id, to=to)
        return _about_party_day(day), day.organisation
    wish = get_wish(source_id, to=to)
    if wish.status not in PUBLIC_STATUSES:
        raise NotFound()
    return _about_wish(wish), wish.organisation


def _about_event(event: Event) -> FirstText:
    came = SignUp.select().where(SignUp.event == event.id, SignUp.attendance == Attendance.ATTENDED).count()
    facts = f"{_day(event.starts_at)}，{event.organisation.name}在{event.place}开展“{event.title}”志愿服务活动。"
    return FirstText(event.title, facts + (f"{came}名志愿者参加。" if came else ""))


def _about_party_day(day: PartyDay) -> FirstText:
    sheets = [sheet.counts for sheet in sheets_of([day.id]).get(day.id, [])]
    expected = sum(counts.expected for counts in sheets)
    present = sum(counts.by_status[AttendanceStatus.PRESENT] for counts in sheets)
    facts = f"{_day(day.starts_at)}，{day.organisation.name}在{day.place}开展主题党日，主题是“{day.title}”。"
    return FirstText(day.title, facts + (f"应到{expected}人，实到{present}人。" if present else ""))


def _about_wish(wish: Wish) -> FirstText:
    title = f"微心愿：{wish.title}"
    return FirstText(title, f"{wish.public_name}的微心愿“{wish.title}”有了回音。\n\n{wish.detail}".strip())


def _day(instant: datetime.datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.month}月{local.day}日"

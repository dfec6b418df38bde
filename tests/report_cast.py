"""A busy day in 东坑村, for whatever counts what was done: reports, trends, the board."""

from __future__ import annotations

import datetime

from models.attendance import AttendanceStatus
from models.events import Post
from models.hours import HoursEntry, HoursKind
from models.notices import Delivery, DeliveryStatus
from models.sign_ups import Attendance, SignUp, SignUpStatus
from models.wishes import WishStatus
from services import notice_expansion, notices, party_day_upkeep
from services.notices import NoticeText
from tests.cast import Cast
from tests.event_cast import DAY, HOUR, make_event
from tests.services.party_day_makers import a_party_day, mark


def busy_day(cast: Cast) -> datetime.datetime:
    """A Party day (1 of 2 came), an event (90 minutes), two wishes (one fulfilled after 2 days), a notice to 3.

    Answers the instant at which all of it is over.
    """
    now, later = cast.now, cast.now + 6 * HOUR
    day = a_party_day(cast, title="=学习党章")
    mark(day, cast.wang, AttendanceStatus.PRESENT, by=cast.li, now=now + HOUR)
    party_day_upkeep.close_party_days(now=later)
    _event(cast)
    cast.wish(status=WishStatus.FULFILLED, created_at=now - 2 * DAY, closed_at=now)
    cast.wish(created_at=now)
    notice = notices.send_notice(NoticeText("停水通知", "明天停水"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)
    Delivery.update(status=DeliveryStatus.DELIVERED).where(
        Delivery.notice == notice.id, Delivery.person == cast.wang.person
    ).execute()
    return later


def _event(cast: Cast) -> None:
    event = make_event(cast, starts_at=cast.now + HOUR)
    SignUp.create(
        event=event,
        post=Post.get(Post.event == event),
        person=cast.wang.person,
        status=SignUpStatus.CONFIRMED,
        ticket=1,
        signed_up_at=cast.now,
        attendance=Attendance.ATTENDED,
    )
    HoursEntry.create(
        person=cast.wang.person, event=event, number=1, kind=HoursKind.ACTUAL, minutes=90, recorded_at=cast.now
    )

"""The phone numbers of those a notice did not reach: one at a time, each look logged (features N3, R3)."""

from __future__ import annotations

import datetime

from models.notices import Delivery
from models.people import Person
from models.unit_of_work import unit_of_work
from services import own_people
from services.errors import Invalid
from services.notice_lists import get_notice
from services.permissions import Actor


@unit_of_work
def reveal_phone(notice_id: int, person_id: int, *, by: Actor, now: datetime.datetime) -> Person:
    """A recipient of a notice of my seats, to be called; the log says about which notice.

    Raises Invalid for somebody the notice was not for, and what `own_people.reveal_phone` raises.
    """
    notice = get_notice(notice_id, to=by)
    if not Delivery.select().where(Delivery.notice == notice.id, Delivery.person == person_id).exists():
        raise Invalid("not_a_recipient", "这个人不在这条通知的范围内，请刷新名单再看", {"person_id": "不在范围内"})
    return own_people.reveal_phone(person_id, reason=f"电话告知通知「{notice.title}」", by=by, now=now)

"""Calling back whoever complained and asked to be called: their number, each look logged (features R3, R5)."""

from __future__ import annotations

import datetime

from models.appointments import Function
from models.unit_of_work import unit_of_work
from services import audit
from services.complaints import get_complaint
from services.errors import Conflict, NotFound
from services.permissions import Actor


@unit_of_work
def reveal_phone(complaint_id: int, *, by: Actor, now: datetime.datetime) -> str:
    """The number of somebody who wants a call, wherever they are at home.

    Raises NotAllowed for a seat that does not answer or sees no contacts, Conflict for somebody who asked for
    no call, NotFound `no_phone` where none is known.
    """
    complaint = get_complaint(complaint_id, to=by)
    by.require(Function.ANSWER_COMPLAINTS, complaint.organisation)
    seat = by.require(Function.SEE_CONTACTS, complaint.organisation)
    if not complaint.wants_call:
        raise Conflict("no_call_wanted", "对方没有要求回电话，写个答复就行")
    if not complaint.person.phone:
        raise NotFound("no_phone", "对方没有留电话，写个答复就行")
    audit.record(
        "see_phone",
        "complaint",
        complaint.id,
        by=by,
        seat=seat,
        acted_for_id=complaint.person_id,
        now=now,
        organisation_id=complaint.organisation_id,
        reason="投诉建议回电话",
    )
    return complaint.person.phone

"""Personal data that nobody needs any more, by the clock (features R4). Wishes, events and photos see to their own."""

from __future__ import annotations

import datetime

from models.complaints import Complaint, ComplaintStatus
from models.organisations import Organisation
from models.requests import Request
from models.sessions import Session
from models.unit_of_work import unit_of_work
from services import audit, policies


@unit_of_work
def erase_old_requests(*, now: datetime.datetime) -> int:
    """Erase what people once gave the branch to recognise or correct them; answers how many."""
    days = policies.value("privacy.request_days", None, now=now)
    decided_long_ago = Request.decided_at <= now - datetime.timedelta(days=days)
    erased: int = Request.delete().where(Request.is_waiting.is_null(), decided_long_ago).execute()
    return erased


def erase_old_complaints(*, now: datetime.datetime) -> int:
    """Erase the texts of complaints answered long ago; that there was one, and when, stays."""
    answered = (
        Complaint.select(Complaint, Organisation)
        .join(Organisation)
        .where(Complaint.status == ComplaintStatus.ANSWERED, Complaint.text.is_null(False))
    )
    return sum(_erase_complaint(complaint, now=now) for complaint in list(answered))


@unit_of_work
def _erase_complaint(complaint: Complaint, *, now: datetime.datetime) -> bool:
    days = policies.value("privacy.complaint_days", complaint.organisation, now=now)
    erased = Complaint.update(text=None, answer=None).where(
        Complaint.id == complaint.id, Complaint.answered_at <= now - datetime.timedelta(days=days)
    )
    if erased.execute() != 1:
        return False
    audit.record(
        "erase_complaint", "complaint", complaint.id, by=None, origin="job", now=now,
        organisation_id=complaint.organisation_id,
    )  # fmt: skip
    return True


@unit_of_work
def forget_old_sessions(*, now: datetime.datetime) -> int:
    """Delete log-ins that ended long ago; answers how many."""
    days = policies.value("privacy.session_days", None, now=now)
    deleted: int = Session.delete().where(Session.expires_at <= now - datetime.timedelta(days=days)).execute()
    return deleted

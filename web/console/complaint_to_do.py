"""Complaints and suggestions that wait for an answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from flask import url_for

from models.complaints import Complaint, ComplaintStatus
from services import complaints
from services.permissions import Actor
from web.console.to_do import Item


def waiting_complaints(actor: Actor, now: datetime.datetime) -> Iterator[Item]:
    """Those whose time is over, and the others."""
    found = list(complaints.complaints_to_answer(to=actor).where(Complaint.status == ComplaintStatus.OPEN))
    late = [complaint for complaint in found if complaint.due_at <= now]
    in_time = [complaint for complaint in found if complaint.due_at > now]
    yield Item("投诉建议过了答复期限", len(late), _where(late), "去答复", is_late=True)
    yield Item("投诉建议等您答复", len(in_time), _where(in_time), "去答复")


def _where(found: list[Complaint]) -> str:
    """The most urgent one."""
    if found:
        return url_for("console.show_complaint", complaint_id=found[0].id)
    return url_for("console.list_complaints")

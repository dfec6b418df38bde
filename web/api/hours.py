"""My hours of service."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.hours import HoursEntry, HoursKind
from services import hours
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, Instant, ListAnswer, Page, part_of_list


class HoursAnswer(Answer):
    id: int
    event_id: int
    title: str = Field(description="Of the event", examples=["河道清洁"])
    starts_at: Instant = Field(description="Of the event")
    kind: HoursKind
    minutes: int = Field(description="Negative in an entry that takes an earlier one back", examples=[120])
    reverses: int | None = Field(description="The entry that this one takes back")
    recorded_at: Instant
    reason: str


@api.get("/me/hours", operation_id="list_hours", responses={200: ListAnswer[HoursAnswer]})
def list_hours(query: Page) -> Response:
    """My ledger, newest first. My total, `hours_minutes` of get_me, is the sum of all minutes in it."""
    found = hours.list_hours(to=current_actor(), before_id=query.after_id, limit=query.limit + 1)
    items = [_present(entry) for entry in found]
    return part_of_list(items, [entry.id for entry in found], query.limit).to_response()


def _present(entry: HoursEntry) -> HoursAnswer:
    return HoursAnswer(
        id=entry.id,
        event_id=entry.event_id,
        title=entry.event.title,
        starts_at=entry.event.starts_at,
        kind=entry.kind,
        minutes=entry.minutes,
        reverses=entry.reverses_id,
        recorded_at=entry.recorded_at,
        reason=entry.reason,
    )

"""Party days and meetings: the list, and one of them with its sheets."""

from __future__ import annotations

from typing import Any

from models.appointments import Function
from models.party_days import MeetingKind, PartyDay, PartyDayStatus
from services import attendance_counts, attendance_lines, party_day_sheets, party_days, polls, sheet_hours
from services.errors import Refusal
from services.history import history_of
from services.permissions import Actor
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.page import Page, page
from web.console.queries import asked_id, asked_state, asked_text, asked_yes
from web.console.tables import Filter, rows_of
from web.lifecycle import utc_now

SORTS = {"starts_at": PartyDay.starts_at, "title": PartyDay.title}
FILTERS = (
    Filter("q", "主题"),
    Filter("when", "时间", words.PERIOD_NAMES),
    Filter("kind", "类别", [*words.MEETING_NAMES.items()]),
    Filter("draft", "草稿", [("yes", "也列出草稿")], empty="不看草稿"),
)


@console.get("/party-days")
def list_party_days() -> Page:
    """The Party days and meetings whose sheets I keep."""
    rows = rows_of(_filtered(current_actor()), sorts=SORTS, default="-starts_at", export="party_days", filters=FILTERS)
    counts = attendance_counts.totals_of([day.id for day in rows])
    return page("party_days.html", rows=rows, counts=counts)


def _filtered(actor: Actor) -> Any:
    query, now = party_days.kept_party_days(actor), utc_now()
    if title := asked_text("q"):
        query = query.where(PartyDay.title.contains(title))
    if kind := asked_state("kind", MeetingKind):
        query = query.where(PartyDay.kind == kind)
    if asked_text("when") == "upcoming":
        query = query.where(PartyDay.ends_at > now)
    if asked_text("when") == "past":
        query = query.where(PartyDay.ends_at <= now)
    if not asked_yes("draft"):
        query = query.where(PartyDay.status != PartyDayStatus.DRAFT)
    return query


@console.get("/party-days/<int:party_day_id>")
def show_party_day(party_day_id: int) -> Page:
    """One of them: when and where, the numbers, and the list of one branch."""
    return page("party_day.html", **see_party_day(party_day_id))


@console.get("/party-days/<int:party_day_id>/numbers")
def show_numbers(party_day_id: int) -> Page:
    """The numbers alone, asked for again while it is under way."""
    return page("parts/party_day_numbers.html", **see_party_day(party_day_id))


def see_party_day(party_day_id: int) -> dict[str, Any]:
    """What the page of a Party day shows; raises NotFound, NotAllowed."""
    actor, now = current_actor(), utc_now()
    day = party_days.get_party_day(party_day_id, to=actor)
    sheets = party_day_sheets.joined_sheets(day, to=actor)
    invited = [sheet for sheet in attendance_lines.require_sheets(day, by=actor) if sheet.joined_at is None]
    all_sheets = attendance_counts.sheets_of([day.id]).get(day.id, [])
    can_run = actor.may(Function.RUN_PARTY_DAYS, day.organisation)
    seen: dict[str, Any] = {
        "day": day,
        "sheets": sheets,
        "invited": invited,
        "all_sheets": all_sheets,
        "can_run": can_run,
        "may_tell": can_run and actor.may(Function.SEND_NOTICES, day.organisation),
        # Of a joint one each branch would read about the others' people: leave, strikes, exemptions.
        "history": history_of("party_day", day.id) if can_run and len(all_sheets) == 1 else None,
        "is_on": day.status is PartyDayStatus.PLANNED and day.opens_at <= now <= day.ends_at,
        "has_begun": day.starts_at <= now,
        "is_roll_open": _is_roll_open(day),
        "polls": polls.list_polls(day.id, to=actor),
    }
    return seen | _sheet(day, asked_id("sheet"), sheets) if sheets else seen


def _is_roll_open(day: PartyDay) -> bool:
    try:
        sheet_hours.refuse_shut(day, now=utc_now())
    except Refusal:
        return False
    return True


def _sheet(day: PartyDay, organisation_id: int | None, sheets: list[Any]) -> dict[str, Any]:
    """One branch's list and its figures, by the same services as the pack and the phone."""
    now = utc_now()
    sheet = party_day_sheets.pick_sheet(day, organisation_id, to=current_actor())
    counts = next(
        one.counts for one in attendance_counts.sheets_of([day.id])[day.id] if one.organisation == sheet.organisation
    )
    besides = attendance_counts.counted_besides(day.organisation, now=now)
    return {
        "sheet": sheet,
        "lines": party_day_sheets.rows_of(sheet),
        "counts": counts,
        "rate": attendance_counts.rate_of(counts, besides),
        "quorum": attendance_counts.quorum_of(counts, day.kind, sheet.organisation, now=now),
        "is_joint": len(sheets) > 1,
    }

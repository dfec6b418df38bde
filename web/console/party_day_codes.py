"""The check-in code on a wall or a projector: full screen, new every half minute, with how many have come (P6)."""

from __future__ import annotations

from typing import Any

from services import attendance_counts, check_ins, party_days
from web.console.blueprint import console, current_actor
from web.console.page import Page, page
from web.console.pictures import qr_svg
from web.lifecycle import utc_now


@console.get("/party-days/<int:party_day_id>/code")
def show_check_in_code(party_day_id: int) -> Page:
    """The whole screen."""
    return page("check_in_code.html", **_seen(party_day_id))


@console.get("/party-days/<int:party_day_id>/code/now")
def renew_check_in_code(party_day_id: int) -> Page:
    """The code and the numbers, asked for every few seconds."""
    return page("parts/check_in_code.html", **_seen(party_day_id))


def _seen(party_day_id: int) -> dict[str, Any]:
    actor, now = current_actor(), utc_now()
    code = check_ins.get_check_in_code(party_day_id, by=actor, now=now)
    day = party_days.get_party_day(party_day_id, to=actor)
    counts = attendance_counts.total(attendance_counts.sheets_of([day.id])[day.id])
    return {
        "title": day.title,
        "place": day.place,
        "starts_at": day.starts_at,
        "code": code,
        "picture": qr_svg(code.code),
        "come": counts.come,
        "expected": counts.expected,
        "is_open": day.opens_at <= now <= day.ends_at,
        "opens_at": day.opens_at,
        "endpoint": "console.renew_check_in_code",
        "values": {"party_day_id": day.id},
        "back": "console.show_party_day",
    }

"""Ages, as far as a birth month tells."""

from __future__ import annotations

import datetime


def age_on(birth_month: str | None, day: datetime.date) -> int | None:
    """Full years on a local day; None where the birth month is not known.

    Only the month is known (`YYYY-MM`), so the year counts as full from the first day of that month.
    """
    if not birth_month:
        return None
    year, month = (int(part) for part in birth_month.split("-"))
    return day.year - year - (day.month < month)

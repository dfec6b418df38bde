"""Rendering a page, and going on to the next one."""

from __future__ import annotations

import datetime
from typing import Any

from flask import Response, flash, g, make_response, redirect, render_template, request, url_for

from services.local_time import SHANGHAI, local_day, spoken, spoken_span
from services.phones import masked
from services.tabular import Cell, shown
from web.console import words
from web.console.assets import asset
from web.console.blueprint import console
from web.console.navigation import menu_for
from web.lifecycle import utc_now

Page = str | Response | tuple[str | Response, int]


def page(template: str, **context: Any) -> str:
    """A page of the console, by its name below templates/console/."""
    return render_template(f"console/{template}", **context)


def go(endpoint: str, said: str = "", **values: Any) -> Response:
    """On to another page, which begins with what has been done and what comes next."""
    return go_to(url_for(endpoint, **values), said)


def go_to(address: str, said: str = "") -> Response:
    if said:
        flash(said)
    if request.headers.get("HX-Request"):  # htmx follows a redirect by itself and would put it into a part of the page
        answer = make_response("", 204)
        answer.headers["HX-Redirect"] = address
        return answer
    return redirect(address, 303)


@console.context_processor
def _surroundings() -> dict[str, Any]:
    actor = g.get("actor")
    return {
        "actor": actor,
        "menu": menu_for(actor) if actor else [],
        "seat_names": words.seats(actor) if actor else [],
        "asset": asset,
        "words": words,
        "now": utc_now(),
    }


@console.app_template_filter("spoken_until")
def _spoken_until(starts_at: datetime.datetime, ends_at: datetime.datetime) -> str:
    """`{{ event.starts_at | spoken_until(event.ends_at) }}`"""
    return spoken_span(starts_at, ends_at, now=utc_now())


@console.app_template_filter("spoken")
def _spoken(instant: datetime.datetime | None) -> str:
    """今天 15:00"""
    return spoken(instant, now=utc_now()) if instant else ""


@console.app_template_filter("day")
def _day(date: datetime.date | datetime.datetime | None) -> str:
    """2026年11月28日, of a day or an instant"""
    if date is None:
        return ""
    if isinstance(date, datetime.datetime):
        date = date.astimezone(SHANGHAI).date()
    return f"{date.year}年{date.month}月{date.day}日"


@console.app_template_filter("short_day")
def _short_day(date: datetime.date | datetime.datetime) -> str:
    """11月28日 周六"""
    if isinstance(date, datetime.datetime):
        date = date.astimezone(SHANGHAI).date()
    return f"{date.month}月{date.day}日 周{'一二三四五六日'[date.weekday()]}"


@console.app_template_filter("last_day")
def _last_day(midnight: datetime.datetime) -> str:
    """11月28日, of the midnight that ends it"""
    last = local_day(midnight - datetime.timedelta(seconds=1))
    return f"{last.month}月{last.day}日"


@console.app_template_filter("shown")
def _shown(cell: Cell) -> str:
    """A cell of a report, as in print."""
    return shown(cell)


@console.app_template_filter("masked")
def _masked(tail: str) -> str:
    return masked(tail)

"""The pages: / and /outbox, /people."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, abort, render_template, request

from sandbox.platform import codes, people
from sandbox.platform.errors import ApiError
from sandbox.platform.pages import feed
from sandbox.platform.state import this_platform

bp = Blueprint("pages", __name__)

PEOPLE_A_PAGE = 50


@bp.get("/")
@bp.get("/outbox")
def outbox() -> str:
    platform, name, page = this_platform(), request.args.get("name", "").strip(), _page()
    now = platform.clock.now()
    with platform.store.transaction() as db:
        phones = feed.phones(db, name, page, now)
    return render_template(
        "outbox.html",
        phones=phones[: feed.PHONES_A_PAGE],
        more=len(phones) > feed.PHONES_A_PAGE,
        **_frame(name, page),
    )


@bp.get("/people")
def everyone() -> str:
    return _people(None)


@bp.post("/people")
def make_login_code() -> str:
    """The button beside a person: a log-in code to try the API by hand."""
    platform, openid = this_platform(), request.form.get("openid", "")
    now = platform.clock.now()
    with platform.store.transaction() as db:
        try:
            person = people.find(db, openid)
        except ApiError:
            abort(404)
        people.see(db, openid, now)
        code = codes.mint(db, "login", platform.settings.mini.appid, openid, now)
    return _people({"name": person["name"], "openid": openid, "code": code})


def _people(made: dict[str, str] | None) -> str:
    platform, name, page = this_platform(), request.args.get("name", "").strip(), _page()
    with platform.store.transaction() as db:
        found = _named(db, name)
    start = (page - 1) * PEOPLE_A_PAGE
    return render_template(
        "people.html",
        people=found[start : start + PEOPLE_A_PAGE],
        more=len(found) > start + PEOPLE_A_PAGE,
        made=made,
        **_frame(name, page),
    )


def _named(db: sqlite3.Connection, name: str) -> list[dict[str, Any]]:
    return [each for each in people.everyone(db) if name in each["name"]]


def _frame(name: str, page: int) -> dict[str, Any]:
    """What every page shows around its content."""
    clock = this_platform().clock
    now = clock.now()
    return {
        "name": name,
        "page": page,
        "now": feed.dated(now),
        "ahead": round(clock.offset_seconds / 3600, 1),
    }


def _page() -> int:
    return max(request.args.get("page", 1, type=int), 1)

"""Where I am logged in: phones and desks, to be closed from here."""

from __future__ import annotations

from flask import session

from services import sessions
from web.console.blueprint import TOKEN, console, current_actor
from web.console.page import Page, go, page
from web.lifecycle import utc_now


@console.get("/sessions")
def list_sessions() -> Page:
    """My phones and desks."""
    rows = sessions.list_sessions(of=current_actor(), now=utc_now())
    return page("sessions.html", rows=rows, here=sessions.hash_token(session[TOKEN]))


@console.post("/sessions/<int:session_id>/end")
def end_session(session_id: int) -> Page:
    """Log out another of my devices."""
    sessions.revoke_session(session_id, by=current_actor(), now=utc_now())
    return go("console.list_sessions", "那台设备已退出登录，再用要重新登录")

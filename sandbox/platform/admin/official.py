"""What a person does with the Official Account: follow, leave, write, tap its menu, scan its codes."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.platform import chat, followers
from sandbox.platform.admin import asked
from sandbox.platform.push.replies import Shown
from sandbox.platform.state import this_platform

bp = Blueprint("official", __name__)


@bp.post("/follow")
def follow() -> Response:
    """{"openid", "scene"?}; every answer here is {"text"} that the chat shows, or {"problem"} behind the red banner."""
    openid, fields = _person()
    return _shown(chat.follow(this_platform(), openid, fields.get("scene")))


@bp.post("/unfollow")
def unfollow() -> Response:
    openid, _ = _person()
    return _shown(chat.unfollow(this_platform(), openid))


@bp.post("/say")
def say() -> Response:
    """{"openid", "text"}"""
    openid, fields = _person()
    return _shown(chat.say(this_platform(), openid, str(fields.get("text", ""))))


@bp.post("/click")
def click() -> Response:
    """{"openid", "key"}: a button of the menu."""
    openid, fields = _person()
    return _shown(chat.click(this_platform(), openid, str(fields.get("key", ""))))


@bp.post("/scan")
def scan() -> Response:
    """{"openid", "scene"} or {"openid", "ticket"} of a code that was made."""
    openid, fields = _person()
    with this_platform().store.transaction() as db:
        scene = _scene(db, fields)
    return _shown(chat.scan(this_platform(), openid, scene))


@bp.post("/block")
def block() -> Response:
    """{"openid", "blocked"?}: the person follows but wants no messages."""
    openid, fields = _person()
    platform = this_platform()
    with platform.store.transaction() as db:
        row = followers.of_person(db, platform.settings, openid)
        followers.block(db, row["openid"], fields.get("blocked", True) is True)
    return jsonify(blocked=fields.get("blocked", True) is True)


@bp.post("/who")
def who() -> Response:
    """{"openid"} → their openid at the Official Account."""
    openid, _ = _person()
    platform = this_platform()
    with platform.store.transaction() as db:
        row = followers.of_person(db, platform.settings, openid)
    return jsonify(openid=row["openid"], following=bool(row["following"]))


def _person() -> tuple[str, dict[str, Any]]:
    fields = asked.body()
    with this_platform().store.transaction() as db:
        return asked.openid_of_someone(db, fields), fields


def _scene(db: sqlite3.Connection, fields: dict[str, Any]) -> str:
    if "ticket" not in fields:
        return str(fields.get("scene", ""))
    now = this_platform().clock.now()
    row = db.execute(
        "SELECT scene FROM qrcodes WHERE ticket = ? AND (expires_at IS NULL OR expires_at > ?)",
        (fields["ticket"], now),
    ).fetchone()
    if row is None:
        asked.refuse(404, "no such code, or it has expired")
    return str(row["scene"])


def _shown(shown: Shown) -> Response:
    return jsonify(text=shown.text, problem=shown.problem)

"""Reading what a tester asks for, and refusing what makes no sense."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Any, NoReturn

from flask import abort, jsonify, make_response, request

from sandbox.platform import people
from sandbox.platform.clock import SHANGHAI
from sandbox.platform.errors import ApiError
from sandbox.platform.settings import Account
from sandbox.platform.state import this_platform


def refuse(status: int, message: str) -> NoReturn:
    abort(make_response(jsonify(error=message), status))


def body() -> dict[str, Any]:
    fields = request.get_json(force=True, silent=True)
    if not isinstance(fields, dict):
        refuse(400, "a JSON object is expected")
    return fields


def whole_number(fields: dict[str, Any], name: str, *, default: int | None = None) -> int:
    value = fields.get(name, default)
    if not isinstance(value, int) or isinstance(value, bool):
        refuse(422, f"{name} must be a whole number")
    return value


def openid_of_someone(db: sqlite3.Connection, fields: dict[str, Any]) -> str:
    openid = str(fields.get("openid", ""))
    try:
        people.find(db, openid)
    except ApiError:
        refuse(404, "nobody has this openid")
    return openid


def account(fields: dict[str, Any]) -> Account:
    settings = this_platform().settings
    kind = fields.get("account", "mini")
    if kind not in ("mini", "oa"):
        refuse(422, "account must be mini or oa")
    return settings.mini if kind == "mini" else settings.oa


def instant(name: str) -> float | None:
    """An ISO 8601 instant of the query; a + that arrived as a space is understood, no offset means Beijing."""
    text = request.args.get(name)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
    except ValueError:
        refuse(422, f"{name} must be an ISO 8601 instant")
    return (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).timestamp()

"""What a person does on the phone: opens the mini-program, gives the number, answers a popup."""

from __future__ import annotations

import sqlite3
from typing import Any

from flask import Blueprint, Response, jsonify

from sandbox.platform import codes, drawn, grants, people, templates
from sandbox.platform.admin import asked
from sandbox.platform.push.delivery import deliver
from sandbox.platform.push.events import authorisation, subscribe_change, subscribe_popup
from sandbox.platform.state import this_platform

bp = Blueprint("phone", __name__)

MOST_TAPS = 1000


@bp.post("/login-code")
def make_login_code() -> Response:
    """The person opens the mini-program: wx.login."""
    return _code("login")


@bp.post("/phone-code")
def make_phone_code() -> Response:
    """The person taps the phone number button."""
    return _code("phone")


@bp.post("/grants")
def tap() -> Response:
    """The person answers the subscribe popup n times; each answer is pushed to the app.

    `reject` refuses instead, once. A negative n lets WeChat forget that many grants without telling anybody.
    """
    platform, fields = this_platform(), asked.body()
    account, now = platform.settings.mini, platform.clock.now()
    count = asked.whole_number(fields, "n", default=1)
    if count > MOST_TAPS:
        asked.refuse(422, f"n must not exceed {MOST_TAPS}")
    refused = fields.get("reject") is True
    with platform.store.transaction() as db:
        openid, template_ids = asked.openid_of_someone(db, fields), _template_ids(db, fields)
        change = 0 if refused else count
        left = {template_id: grants.add(db, openid, template_id, change) for template_id in template_ids}
        seconds = people.tap(db, openid, 1 if refused else max(count, 0), now)
    verdict = "reject" if refused else "accept"
    pushes = [
        deliver(platform, account, subscribe_popup(account, openid, template_ids, verdict, at))
        for at in seconds
        if account.callback
    ]
    return jsonify(openid=openid, left=left, pushes=[{"status": each.status, "body": each.body} for each in pushes])


@bp.post("/withdrawals")
def take_back() -> Response:
    """The person takes consents back in WeChat's settings: nothing is left, and the app is told."""
    platform, fields = this_platform(), asked.body()
    account, now = platform.settings.mini, platform.clock.now()
    with platform.store.transaction() as db:
        openid, template_ids = asked.openid_of_someone(db, fields), _template_ids(db, fields)
        for template_id in template_ids:
            grants.add(db, openid, template_id, -MOST_TAPS)
        (at,) = people.tap(db, openid, 1, now)
    pushed = deliver(platform, account, subscribe_change(account, openid, template_ids, at))
    return jsonify(status=pushed.status, body=pushed.body)


@bp.post("/authorisations")
def revoke() -> Response:
    """{"openid", "event": "revoke"|"cancellation", "info"?}: the person takes an authorisation, or all, back."""
    platform, fields = this_platform(), asked.body()
    account, now = platform.settings.mini, platform.clock.now()
    if fields.get("event") not in ("revoke", "cancellation"):
        asked.refuse(422, "event must be revoke or cancellation")
    with platform.store.transaction() as db:
        openid = asked.openid_of_someone(db, fields)
    name = f"user_authorization_{fields['event']}"
    pushed = deliver(platform, account, authorisation(account, openid, name, str(fields.get("info", "")), int(now)))
    return jsonify(status=pushed.status, body=pushed.body)


@bp.get("/templates")
def list_templates() -> Response:
    """What the subscribe popup calls each message."""
    with this_platform().store.transaction() as db:
        known = templates.every(db)
    return jsonify([{"template_id": template_id, "title": template.title} for template_id, template in known.items()])


@bp.get("/drawn-codes")
def list_drawn_codes() -> Response:
    """Mini-program codes on a screen or wall that a camera can see."""
    platform = this_platform()
    with platform.store.transaction() as db:
        return jsonify(drawn.lately(db, platform.clock.now()))


def _code(kind: str) -> Response:
    platform, fields = this_platform(), asked.body()
    now = platform.clock.now()
    with platform.store.transaction() as db:
        openid = asked.openid_of_someone(db, fields)
        people.see(db, openid, now)
        return jsonify(code=codes.mint(db, kind, platform.settings.mini.appid, openid, now))


def _template_ids(db: sqlite3.Connection, fields: dict[str, Any]) -> list[str]:
    """One `template_id`, or several `template_ids` shown in one popup."""
    wanted = fields.get("template_ids") or [fields.get("template_id")]
    known = templates.every(db)
    if not isinstance(wanted, list) or not all(isinstance(each, str) and each in known for each in wanted):
        asked.refuse(404, "no such template")
    return wanted

"""The Official Account's chat on one person's phone, and WeChat's page that asks who opens a page."""

from __future__ import annotations

import ipaddress
import json
import sqlite3
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from sandbox.platform import chat, codes, followers, official_templates, people
from sandbox.platform.api.menu import MENU
from sandbox.platform.errors import ApiError
from sandbox.platform.pages import feed, links
from sandbox.platform.state import this_platform
from sandbox.platform.store import recall

bp = Blueprint("official_pages", __name__)

BUBBLES = 60
LONGEST_TEXT = 600


@dataclass(frozen=True)
class Bubble:
    """One thing in the chat; `html` has the links that WeChat makes of an account's text."""

    side: str  # mine, theirs, notice, banner
    at: str
    html: str = ""
    title: str = ""
    rows: tuple[tuple[str, str], ...] = ()
    note: str = ""


@bp.get("/official/<openid>")
def show(openid: str) -> str:
    platform = this_platform()
    with platform.store.transaction() as db:
        person, row = _person(db, openid)
        bubbles = _bubbles(db, row)
        menu = json.loads(recall(db, MENU) or "[]")
    return render_template("official.html", person=person, row=row, bubbles=bubbles, menu=menu, **_frame())


@bp.post("/official/<openid>")
def act(openid: str) -> AnyResponse:
    """What was tapped or written; a browser comes back to the chat."""
    platform, form = this_platform(), request.form
    with platform.store.transaction() as db:
        _person(db, openid)
    what, text = form.get("what", ""), form.get("text", "").strip()[:LONGEST_TEXT]
    if what == "follow":
        chat.follow(platform, openid)
    elif what == "unfollow":
        chat.unfollow(platform, openid)
    elif what == "click":
        chat.click(platform, openid, form.get("key", ""), form.get("label", ""))
    elif what == "scan" and text:
        chat.scan(platform, openid, text)
    elif what == "say" and text:
        chat.say(platform, openid, text)
    return redirect(url_for("official_pages.show", openid=openid), code=303)


@bp.get("/connect/oauth2/authorize")
def authorise() -> str:
    """Who opens this page? On a real phone WeChat knows; here a tester says."""
    back_to = _local_address(request.args.get("redirect_uri", ""))
    platform = this_platform()
    if request.args.get("appid") != platform.settings.oa.appid or request.args.get("response_type") != "code":
        abort(400)
    name = request.args.get("name", "").strip()
    with platform.store.transaction() as db:
        found = [each for each in people.everyone(db) if name in each["name"]][:30]
    state = request.args.get("state", "")
    return render_template(
        "authorise.html", people=found, back_to=back_to, state=state, query=request.args.to_dict(), **_frame(name)
    )


@bp.post("/connect/oauth2/authorize")
def authorised() -> AnyResponse:
    """Back to the app with a code of the person, or of nobody when it is opened as a snapshot."""
    platform, form = this_platform(), request.form
    back_to, now = _local_address(form.get("redirect_uri", "")), platform.clock.now()
    kind = codes.SNAPSHOT if form.get("snapshot") else codes.PAGE
    with platform.store.transaction() as db:
        _, row = _person(db, form.get("openid", ""))
        code = codes.mint(db, kind, platform.settings.oa.appid, row["openid"], now)
    mark = "&" if urlsplit(back_to).query else "?"
    return redirect(back_to + mark + urlencode({"code": code, "state": form.get("state", "")}))


def _person(db: sqlite3.Connection, openid: str) -> tuple[sqlite3.Row, sqlite3.Row]:
    try:
        return people.find(db, openid), followers.of_person(db, this_platform().settings, openid)
    except ApiError:
        abort(404)


def _local_address(url: str) -> str:
    """WeChat: only the domain that is registered (10003); here: only this machine."""
    host = urlsplit(url).hostname or ""
    try:
        is_local = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        is_local = False
    if not is_local or not url.startswith("http"):
        abort(
            Response("redirect_uri 域名与后台配置不一致，错误码：10003", 400, content_type="text/plain; charset=utf-8")
        )
    return url


def _bubbles(db: sqlite3.Connection, row: sqlite3.Row) -> list[Bubble]:
    now = this_platform().clock.now()
    said = db.execute("SELECT text, at FROM said WHERE openid = ? ORDER BY id DESC LIMIT ?", (row["openid"], BUBBLES))
    found = [(each["at"], 0, Bubble("mine", feed.spoken(each["at"], now), links.plain(each["text"]))) for each in said]
    shown = db.execute(
        "SELECT * FROM outbox WHERE openid = ? AND kind IN ('chat', 'template') ORDER BY id DESC LIMIT ?",
        (row["person"], BUBBLES),
    )
    known = official_templates.every(db)
    found += [(each["at"], each["id"], _bubble(each, known, now)) for each in shown]
    return [bubble for _, _, bubble in sorted(found, key=lambda item: item[:2])][-BUBBLES:]


def _bubble(row: sqlite3.Row, known: dict[str, Any], now: float) -> Bubble:
    data, at = json.loads(row["data"]), feed.spoken(row["at"], now)
    if row["kind"] == "template":
        template = known.get(row["template_id"])
        fields = template.fields if template else ()
        rows = tuple((each.label, str(data.get(each.key, {}).get("value", ""))) for each in fields)
        note = "" if row["errcode"] is None else "没有送达"
        return Bubble("notice", at, title=template.title if template else row["template_id"], rows=rows, note=note)
    if "banner" in data:
        return Bubble("banner", at, links.plain(data["banner"]), note=data["problem"])
    return Bubble("theirs", at, links.linked(data["text"]))


def _frame(name: str = "") -> dict[str, Any]:
    clock = this_platform().clock
    now, ahead = feed.dated(clock.now()), round(clock.offset_seconds / 3600, 1)
    return {"name": name, "page": 1, "more": False, "now": now, "ahead": ahead}

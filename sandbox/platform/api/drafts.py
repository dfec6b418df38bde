"""Articles of the Official Account: pictures, drafts, publishing."""

from __future__ import annotations

import json
import secrets
from typing import Any

from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError
from sandbox.platform.push.delivery import later
from sandbox.platform.push.events import publish_finished

LONGEST_CONTENT, LONGEST_TITLE = 20_000, 32
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")


def upload_picture(call: Call) -> Reply:
    """WeChat: for inside an article; answers an address, no media id."""
    _picture_in(call.body)
    return ok(url=f"http://mmbiz.qpic.cn/sandbox/{secrets.token_hex(8)}")


def add_material(call: Call) -> Reply:
    """A permanent picture: what a draft's cover must be."""
    _picture_in(call.body)
    media_id = secrets.token_urlsafe(24)
    call.db.execute("INSERT INTO materials (media_id, appid) VALUES (?, ?)", (media_id, call.account.appid))
    return ok(media_id=media_id, url=f"http://mmbiz.qpic.cn/sandbox/{secrets.token_hex(8)}")


def add_draft(call: Call) -> Reply:
    articles = call.json.get("articles")
    if not isinstance(articles, list) or not articles:
        raise ApiError(47001)
    for article in articles:
        _check(call, article)
    media_id = secrets.token_urlsafe(24)
    call.db.execute(
        "INSERT INTO drafts (media_id, appid, articles, at) VALUES (?, ?, ?, ?)",
        (media_id, call.account.appid, json.dumps(articles, ensure_ascii=False), call.now),
    )
    return Reply.of({"media_id": media_id})  # WeChat: no errcode in a success


def submit_publish(call: Call) -> Reply:
    """WeChat: submitted is not published; the outcome comes as an event."""
    draft = call.db.execute("SELECT media_id FROM drafts WHERE media_id = ?", (call.text("media_id"),)).fetchone()
    if draft is None:
        raise ApiError(40007)
    publish_id = str(secrets.randbelow(10**10))
    call.db.execute("UPDATE drafts SET publish_id = ? WHERE media_id = ?", (publish_id, draft["media_id"]))
    later(call.db, call.account, publish_finished(call.account, publish_id, int(call.now)), call.now)
    return ok(publish_id=publish_id)


def get_publish(call: Call) -> Reply:
    draft = call.db.execute("SELECT * FROM drafts WHERE publish_id = ?", (call.text("publish_id"),)).fetchone()
    if draft is None:
        raise ApiError(40007)
    return Reply.of({"publish_id": draft["publish_id"], "publish_status": 0})


def _check(call: Call, article: Any) -> None:
    if not isinstance(article, dict):
        raise ApiError(47001)
    title, content = str(article.get("title", "")), str(article.get("content", ""))
    if not 0 < len(title) <= LONGEST_TITLE:
        raise ApiError(45003)
    if not content or len(content) >= LONGEST_CONTENT:
        raise ApiError(45002)
    known = call.db.execute("SELECT 1 FROM materials WHERE media_id = ?", (article.get("thumb_media_id"),)).fetchone()
    if known is None:
        raise ApiError(40007)


def _picture_in(body: bytes) -> None:
    """The call is a form with one file; which picture it is does not matter here, that it is one does."""
    if not any(magic in body for magic in PICTURES):
        raise ApiError(40009 if body else 41005)

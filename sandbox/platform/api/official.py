"""The Official Account and its people: user/info, custom messages, codes to follow by, log-in of pages."""

from __future__ import annotations

import secrets

from sandbox.platform import codes, followers, outbox, people
from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError
from sandbox.platform.ids import derived_id

CODES = ("QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE")
LONGEST_EXPIRY = 30 * 86400


def user_info(call: Call) -> Reply:
    """WeChat: nickname and avatar are empty in practice; who does not follow has nothing but that."""
    row = followers.find(call.db, call.query.get("openid", ""))
    if not row["following"]:
        return Reply.of({"subscribe": 0, "openid": row["openid"]})
    person = people.find(call.db, row["person"])
    answer = {
        "subscribe": 1,
        "openid": row["openid"],
        "nickname": "",
        "sex": 0,
        "language": "zh_CN",
        "city": "",
        "province": "",
        "country": "",
        "headimgurl": "",
        "subscribe_time": int(row["followed_at"]),
        "remark": "",
        "groupid": 0,
        "tagid_list": [],
        "subscribe_scene": "ADD_SCENE_QR_CODE" if row["scene"] else "ADD_SCENE_SEARCH",
        "qr_scene": 0,
        "qr_scene_str": row["scene"] or "",
    }
    return Reply.of({**answer, "unionid": person["unionid"]} if person["unionid"] else answer)


def custom_send(call: Call) -> Reply:
    """A text within the window that the person's own act has opened."""
    row = followers.find(call.db, call.text("touser"))
    text = call.json.get("text")
    if call.text("msgtype") != "text" or not isinstance(text, dict) or not text.get("content"):
        raise ApiError(47001)
    followers.take_custom_message(call.db, row, call.now)
    outbox.record(call.db, outbox.Message(row["person"], "chat", None, {"text": text["content"]}, None), call.now)
    return ok()


def qrcode_create(call: Call) -> Reply:
    """A code that brings its scene to whoever scans it."""
    action, seconds = call.text("action_name"), call.json.get("expire_seconds", 60)
    info = call.json.get("action_info")
    scene = info.get("scene") if isinstance(info, dict) else None
    if action not in ("QR_SCENE", "QR_STR_SCENE", "QR_LIMIT_SCENE", "QR_LIMIT_STR_SCENE") or not isinstance(
        scene, dict
    ):
        raise ApiError(40053)
    value = scene.get("scene_str" if "STR" in action else "scene_id")
    if not value or not isinstance(seconds, int) or not 1 <= seconds <= LONGEST_EXPIRY:
        raise ApiError(40053)
    ticket, lasts = secrets.token_urlsafe(48), "LIMIT" in action
    call.db.execute(
        "INSERT INTO qrcodes (ticket, scene, expires_at) VALUES (?, ?, ?)",
        (ticket, str(value), None if lasts else call.now + seconds),
    )
    answer = {"ticket": ticket, "url": f"http://weixin.qq.com/q/{ticket[:20]}"}
    return Reply.of(answer if lasts else {**answer, "expire_seconds": seconds})


def page_access_token(call: Call) -> Reply:
    """WeChat: a snapshot's openid is made up, and says so."""
    if call.query.get("grant_type") != "authorization_code":
        raise ApiError(40002)
    code = codes.redeem_page(call.db, call.query.get("code", ""), appid=call.account.appid, now=call.now)
    answer = {
        "access_token": "99_page_" + secrets.token_urlsafe(60),
        "expires_in": 7200,
        "refresh_token": "99_page_" + secrets.token_urlsafe(60),
        "scope": "snsapi_base",
    }
    if code["kind"] == codes.SNAPSHOT:
        return Reply.of({**answer, "openid": derived_id("snapshot", code["code"]), "is_snapshotuser": 1})
    return Reply.of({**answer, "openid": code["openid"]})

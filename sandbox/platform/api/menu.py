"""The menu below the Official Account's chat: /cgi-bin/menu/create, /get, /delete."""

from __future__ import annotations

import json
from typing import Any

from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError
from sandbox.platform.store import recall, remember

MENU = "official_menu"
NAME_BYTES, SUB_NAME_BYTES, KEY_BYTES, URL_BYTES = 16, 60, 128, 1024


def create(call: Call) -> Reply:
    buttons = call.json.get("button")
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= 3:
        raise ApiError(40016)
    for button in buttons:
        _check_button(call, button)
    remember(call.db, MENU, json.dumps(buttons, ensure_ascii=False))
    return ok()


def get(call: Call) -> Reply:
    menu = recall(call.db, MENU)
    if menu is None:
        raise ApiError(46003)
    return Reply.of({"menu": {"button": json.loads(menu)}})


def delete(call: Call) -> Reply:
    call.db.execute("DELETE FROM meta WHERE name = ?", (MENU,))
    return ok()


def _check_button(call: Call, button: Any) -> None:
    if not isinstance(button, dict) or not _fits(button.get("name"), NAME_BYTES):
        raise ApiError(40018)
    subs = button.get("sub_button")
    if subs is None:
        _check_action(call, button)
        return
    if not isinstance(subs, list) or not 1 <= len(subs) <= 5:
        raise ApiError(40023)
    for sub in subs:
        if not isinstance(sub, dict) or not _fits(sub.get("name"), SUB_NAME_BYTES):
            raise ApiError(40025)
        _check_action(call, sub)


def _check_action(call: Call, button: dict[str, Any]) -> None:
    kind = button.get("type")
    if kind == "click":
        if not _fits(button.get("key"), KEY_BYTES):
            raise ApiError(40019)
    elif kind == "view":
        if not _fits(button.get("url"), URL_BYTES):
            raise ApiError(40020)
    elif kind == "miniprogram":
        if button.get("appid") != call.settings.mini.appid or not button.get("pagepath"):
            raise ApiError(45064)
        if not _fits(button.get("url"), URL_BYTES):
            raise ApiError(40020)
    else:
        raise ApiError(40017)


def _fits(text: Any, most_bytes: int) -> bool:
    return isinstance(text, str) and 0 < len(text.encode()) <= most_bytes

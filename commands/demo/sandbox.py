"""Who is on the stand-in's WeChat: told to it through its admin door."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import requests

from commands.demo.names import openid_of, unionid_of
from commands.demo.people import Someone

ANSWERS_WITHIN_SECONDS = 2
PLANTS_WITHIN_SECONDS = 300  # a hundred thousand people take a while


ROLES_IN_ORDER = (
    *("secretary", "member", "resident", "township_officer", "county_officer", "alliance_lead", "area_lead"),
    *("assistant", "grid_worker", "unbound", "visitor", "probationary"),
)
PLAIN_ROLES = ("member", "resident", "probationary")


def seed_of(everyone: Iterable[Someone], appid: str) -> dict[str, Any]:
    """The seed: first one person of each role, then whoever has a seat, then all others."""
    entries = [_entry(one, appid) for one in everyone if one.is_on_wechat]
    firsts: dict[str, int] = {}
    for number, entry in enumerate(entries):
        firsts.setdefault(entry["roles"][0], number)

    def rank(numbered: tuple[int, dict[str, Any]]) -> tuple[bool, int]:
        number, entry = numbered
        role = entry["roles"][0]
        is_first = firsts[role] == number
        return not is_first, ROLES_IN_ORDER.index(role) if is_first else int(role in PLAIN_ROLES)

    return {"people": [entry for _, entry in sorted(enumerate(entries), key=rank)]}


def _entry(one: Someone, appid: str) -> dict[str, Any]:
    assert one.phone is not None, "whoever is on WeChat has a phone"
    entry: dict[str, Any] = {
        "name": one.name,
        "phone": one.phone,
        "openid": openid_of(appid, one.phone),
        "unionid": unionid_of(one.phone),
        "roles": [str(role) for role in one.roles] or [one.standing.value],
    }
    if one.grants:
        entry["grants"] = one.grants
    if one.official_openid:
        entry |= {"follows": True, "official_openid": one.official_openid}
    return entry


def plant(api_base: str, seed: dict[str, Any]) -> str:
    """Replace the stand-in's people by the seed; answers one line about how it went."""
    http = requests.Session()
    http.trust_env = False
    try:
        http.get(f"{api_base}/__admin/clock", timeout=ANSWERS_WITHIN_SECONDS).raise_for_status()
        limits = (ANSWERS_WITHIN_SECONDS, PLANTS_WITHIN_SECONDS)
        http.post(f"{api_base}/__admin/seed", json=seed, timeout=limits).raise_for_status()
    except requests.RequestException:
        return f"微信模拟器没有应答（{api_base}），其中没有放入人员；启动模拟器后清空数据库重做，才能登录"
    finally:
        http.close()
    return f"微信模拟器里有 {len(seed['people'])} 人"

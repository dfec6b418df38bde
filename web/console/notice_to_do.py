"""What about notices needs somebody today."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from flask import url_for

from models.notices import Notice
from services import notice_lists
from services.permissions import Actor
from web.console.to_do import Item


def waiting_notices(actor: Actor, now: datetime.datetime) -> Iterator[Item]:
    """To be approved, to be decided, to be phoned about."""
    waiting = notice_lists.to_approve(to=actor)
    yield Item("等您复核的通知", len(waiting), _where(waiting), "去复核", _titles(waiting))
    stuck = notice_lists.to_decide(to=actor)
    yield Item("等您拿主意的通知", len(stuck), _where(stuck), "去看看", _titles(stuck))
    unheard = notice_lists.to_phone_about(to=actor, now=now)
    yield Item("还有人没通知到", len(unheard), _where(unheard, "console.list_calls"), "去打电话", _titles(unheard))


def _where(found: list[Notice], endpoint: str = "console.show_notice") -> str:
    """The first of them."""
    return url_for(endpoint, notice_id=found[0].id) if found else url_for("console.list_notices")


def _titles(found: list[Notice]) -> str:
    more = f"等 {len(found)} 条" if len(found) > 2 else ""
    return "、".join(f"「{notice.title}」" for notice in found[:2]) + more

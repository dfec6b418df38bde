"""One worker learns that WeChat takes nothing from us for a while; all of them stop (wechat.md §1: 45009, 40001, …)."""

from __future__ import annotations

import datetime

from models.notices import SendingPause


def paused_until(appid: str, *, now: datetime.datetime) -> datetime.datetime | None:
    """When sending for this app goes on; None when nothing stops it."""
    until: datetime.datetime | None = (
        SendingPause.select(SendingPause.until).where(SendingPause.appid == appid, SendingPause.until > now).scalar()
    )
    return until


def pause(appid: str, until: datetime.datetime, reason: str) -> None:
    """Stop all workers until then, inside the caller's unit of work; a longer pause stays as it is."""
    SendingPause.insert(appid=appid, until=until, reason=reason).on_conflict_ignore().execute()
    SendingPause.update(until=until, reason=reason).where(
        SendingPause.appid == appid, SendingPause.until < until
    ).execute()

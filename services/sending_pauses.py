"""One worker learns that WeChat takes nothing from us for a while; all of them stop (wechat.md §1: 45009, 40001, …).

Where it has banned a single template (43107), the others go on.
"""

from __future__ import annotations

import datetime

from models.notices import SendingPause, TemplatePause


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


def banned_templates(*, now: datetime.datetime) -> set[str]:
    """The templates that WeChat takes no message of just now."""
    return {pause.template_id for pause in TemplatePause.select().where(TemplatePause.until > now)}


def ban(template_id: str, until: datetime.datetime) -> None:
    """Let all workers leave the template alone until then, inside the caller's unit of work; a longer ban stays."""
    TemplatePause.insert(template_id=template_id, until=until).on_conflict_ignore().execute()
    TemplatePause.update(until=until).where(
        TemplatePause.template_id == template_id, TemplatePause.until < until
    ).execute()

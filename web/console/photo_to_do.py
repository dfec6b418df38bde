"""Photos on the first page."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from flask import url_for

from services import photos
from services.permissions import Actor
from web.console.to_do import Item


def waiting_photos(actor: Actor, now: datetime.datetime) -> Iterator[Item]:
    """Photos that WeChat leaves to a person."""
    count = photos.waiting_photos(to=actor, now=now).count()
    yield Item("照片等您看一看", count, url_for("console.list_photos"), "去看看", detail="您看过才公开")

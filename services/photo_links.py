"""Addresses of photos: whoever was shown one may fetch the picture, for a while.

WeChat's `<image>` sends no log-in, and neither does WeChat's own check that fetches the picture. So the address
itself is the permission: signed, valid for an hour or two, and handed only to those who may see the photo at that
moment. That it may still be seen is asked again at each fetch (services.photos.find_by_name).
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
from typing import Literal

from models.encryption import key_ring
from models.photos import Photo

Size = Literal["picture", "thumbnail"]

STEP_SECONDS = 3600  # addresses stay the same for so long, so that phones need not fetch a picture again


def link(photo: Photo, size: Size, *, now: datetime.datetime) -> str | None:
    """The address of a photo's picture, from the site's root; None when there is nothing to see any more."""
    if not photo.can_be_seen:
        return None
    until = (int(now.timestamp()) // STEP_SECONDS + 2) * STEP_SECONDS
    return f"/photos/{photo.name}/{size}.jpg?until={until}&sign={_signature(photo.name, size, until)}"


def link_for_check(photo: Photo, *, now: datetime.datetime) -> str | None:
    """The same for WeChat's check, another one at each attempt: one that could not be fetched is not offered again."""
    address = link(photo, "picture", now=now)
    return address and f"{address}&attempt={photo.check_attempts}"


def is_good(name: str, size: Size, until: int, signature: str, *, now: datetime.datetime) -> bool:
    """Whether we made this address and its time has not run out."""
    is_ours = hmac.compare_digest(_signature(name, size, until).encode(), signature.encode())
    return is_ours and until > now.timestamp()


def _signature(name: str | None, size: Size, until: int) -> str:
    said = f"{name}/{size}/{until}".encode()
    return hmac.new(key_ring.signing_key("photo-links"), said, hashlib.sha256).hexdigest()[:32]

"""WeChat's own look at photos (features X3): asked by the worker, answered by an event, or left to a person.

A person decides when WeChat will not (refuses, doubts, cannot fetch the picture time and again) or has not within
the policy's minutes; until somebody has decided, nobody but uploader and village sees the photo.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Protocol

from models.people import Identity
from models.photos import Photo, PhotoStatus
from models.unit_of_work import unit_of_work
from services import audit
from services.arrivals import Arrived, NotMarkedYet
from services.photos import settle_photo
from wechat.image_check import ImageCheck, ImageVerdict, verdict_in
from wechat.outcomes import Verdict

SOCIAL_SCENE = 4
AT_ONCE = 20
MOST_ATTEMPTS = 3

# Where WeChat can fetch a photo's picture; None when there is nothing to see any more.
AddressOf = Callable[[Photo], str | None]


class ImageChecker(Protocol):
    """The part of the mini-program's gateway that has pictures judged."""

    appid: str

    def check_image(self, url: str, openid: str, scene: int) -> ImageCheck: ...


def ask_for_checks(checker: ImageChecker, address_of: AddressOf, *, now: datetime.datetime) -> int:
    """Have WeChat look at the photos that wait, oldest first; answers for how many it was asked."""
    asked = 0
    for photo in _unasked():
        openid = _openid_of(photo, checker.appid)
        address = address_of(photo)
        if openid is None or address is None:
            _leave_to_person(photo)
            continue
        check = checker.check_image(address, openid, SOCIAL_SCENE)
        if check.trace_id:
            _note_asked(photo, check.trace_id, now=now)
            asked += 1
        elif check.is_refused:
            _leave_to_person(photo)
        else:
            break  # WeChat is away or busy: the next round begins here again
    return asked


def judged(arrived: Arrived) -> None:
    """WeChat's verdict has come (wxa_media_check), inside the caller's unit of work. A repeat changes nothing.

    Raises NotMarkedYet for a number we do not know.
    """
    found = verdict_in(arrived.message)
    photo: Photo | None = Photo.get_or_none(Photo.trace_id == found.trace_id) if found.trace_id else None
    if photo is None:
        raise NotMarkedYet
    _take(photo, found, now=arrived.now)


def _unasked() -> list[Photo]:
    """Held photos that WeChat has not been asked about; loose ones are nobody's business yet."""
    unasked = (Photo.status == PhotoStatus.HELD) & Photo.check_asked_at.is_null() & Photo.is_loose.is_null()
    return list(Photo.select().where(unasked, ~Photo.needs_person).order_by(Photo.id).limit(AT_ONCE))


def _openid_of(photo: Photo, appid: str) -> str | None:
    identity = (
        Identity.select()
        .where(Identity.person == photo.uploaded_by_id, Identity.appid == appid)
        .order_by(Identity.id.desc())
        .first()
    )
    return identity.openid if identity else None


@unit_of_work
def _note_asked(photo: Photo, trace_id: str, *, now: datetime.datetime) -> None:
    Photo.update(trace_id=trace_id, check_asked_at=now, check_attempts=Photo.check_attempts + 1).where(
        Photo.id == photo.id, Photo.check_asked_at.is_null()
    ).execute()


@unit_of_work
def _leave_to_person(photo: Photo) -> None:
    Photo.update(needs_person=True).where(Photo.id == photo.id).execute()


def _take(photo: Photo, found: ImageVerdict, *, now: datetime.datetime) -> None:
    if found.is_unfetched and photo.check_attempts < MOST_ATTEMPTS:
        Photo.update(trace_id=None, check_asked_at=None).where(Photo.trace_id == found.trace_id).execute()
    elif found.verdict is Verdict.PASS:
        _settle(photo, PhotoStatus.SHOWN, "", now=now)
    elif found.verdict is Verdict.RISKY:
        _settle(photo, PhotoStatus.REFUSED, "没有通过微信的内容检查", now=now)
    else:
        _leave_to_person(photo)


def _settle(photo: Photo, status: PhotoStatus, reason: str, *, now: datetime.datetime) -> None:
    if settle_photo(photo, status, reason=reason, now=now):
        audit.record(
            "check_photo", "photo", photo.id, by=None, origin="wechat", now=now,
            organisation_id=photo.organisation_id, after={"status": status},
        )  # fmt: skip

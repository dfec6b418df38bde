"""Photos of a Party day or meeting: optional, taken along into the 六有 pack once they may be shown."""

from __future__ import annotations

import datetime

from models.appointments import Function
from models.meetings import MeetingPhoto
from models.party_days import PartyDay, PartyDayStatus
from models.photos import Photo, PhotoStatus
from models.unit_of_work import unit_of_work
from services import audit, photos
from services.errors import Invalid, WrongState
from services.papers import Picture
from services.party_day_sheets import pick_sheet
from services.party_days import get_party_day
from services.permissions import Actor
from services.photo_stores import PhotoStore

MOST = 12  # a record, not an album


@unit_of_work
def add_photo(
    party_day_id: int, photo_id: int, caption: str, *, by: Actor, now: datetime.datetime
) -> MeetingPhoto:  # fmt: skip
    """Take an uploaded photo into the record of the actor's branch; the same one again is once.

    A seat that releases photos has looked at it, and releases it herewith; else it waits for one that does. Raises
    Invalid for more than a record needs, PhotoNotYours, WrongState for what was called off.
    """
    day = get_party_day(party_day_id, to=by)
    sheet = pick_sheet(day, None, to=by)
    if day.status not in (PartyDayStatus.PLANNED, PartyDayStatus.CLOSED):
        raise WrongState()
    known: MeetingPhoto | None = MeetingPhoto.get_or_none(photo=photo_id, party_day=day.id)
    if known is not None:
        return known
    if MeetingPhoto.select().where(MeetingPhoto.party_day == day.id).count() >= MOST:
        raise Invalid("too_many_photos", f"最多放 {MOST} 张，请先去掉一张", {"file": f"不超过 {MOST} 张"})
    photos.attach(photo_id, sheet.organisation, by=by)
    added: MeetingPhoto = MeetingPhoto.create(party_day=day, photo=photo_id, caption=caption)
    audit.record(
        "add_meeting_photo", "party_day", day.id, by=by, now=now, organisation_id=sheet.organisation_id,
        after={"photo": photo_id},
    )  # fmt: skip
    if by.may(Function.RELEASE_PHOTOS, sheet.organisation):
        photos.decide_photo(photo_id, "release", by=by, now=now)
    return added


def photos_of(day: PartyDay) -> list[MeetingPhoto]:
    """Its photos that may be seen or wait to be released, as they were added; for who keeps one of its sheets."""
    rows = MeetingPhoto.select(MeetingPhoto, Photo).join(Photo).where(MeetingPhoto.party_day == day.id)
    return list(rows.where(Photo.status.in_(photos.VISIBLE)).order_by(MeetingPhoto.id))


def pictures_of(day: PartyDay, store: PhotoStore) -> list[Picture]:
    """Those that are shown, for the pack; a file that the store has lost is passed over."""
    pictures = []
    for one in photos_of(day):
        if one.photo.status is PhotoStatus.SHOWN:
            content = store.get(f"{one.photo.name}/picture.jpg")
            if content is not None:
                pictures.append(Picture(one.caption, content))
    return pictures

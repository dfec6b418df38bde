"""Photos from upload to the eyes of others: held, released or refused by a person, removed by whoever is shown (X1-X4).

Files go into the store before the row is written and are erased after the row says so: a crash in between leaves at
most a file that nobody can name.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from typing import Literal

import peewee

from models.appointments import Function
from models.notices import Purpose
from models.organisations import Organisation
from models.people import Person
from models.photos import Photo, PhotoStatus
from models.unit_of_work import unit_of_work
from models.wishes import Claim, ProgressNote, Wish
from services import audit, messages, policies
from services.errors import Invalid, NotFound, WrongState
from services.messages import Message
from services.permissions import Actor, within
from services.photo_stores import PhotoStore
from services.pictures import Limits, develop

Decision = Literal["release", "refuse"]
STATUS_OF: dict[Decision, PhotoStatus] = {"release": PhotoStatus.SHOWN, "refuse": PhotoStatus.REFUSED}
VISIBLE = (PhotoStatus.HELD, PhotoStatus.SHOWN)


class PhotoNotYours(Invalid):
    code = "photo_not_usable"
    message = "这张照片没有传上来，请重新选一张"


def upload_photo(
    file: bytes, *, has_consent: bool, store: PhotoStore, limits: Limits, by: Actor, now: datetime.datetime
) -> tuple[Photo, bool]:
    """Take in a photo that a text of the same person will carry; answers it and whether it is new.

    The same file again, until it is used, is the same photo. Raises Invalid for what is no photo, is too large, or
    shows people who were not asked. No unit of work: developing and storing take their time.
    """
    if not has_consent:
        raise Invalid("consent_required", "照片里有人时，请先问过本人（孩子要问监护人）再传", {"has_consent": "请确认"})
    digest = hashlib.sha256(file).hexdigest()
    before = _loose(by.person, digest)
    if before is not None:
        return before, False
    developed = develop(file, limits)
    name = secrets.token_urlsafe(32)
    store.put(f"{name}/picture.jpg", developed.picture)
    store.put(f"{name}/thumbnail.jpg", developed.thumbnail)
    photo, is_new = _keep(name, digest, developed.width, developed.height, by=by, now=now)
    if not is_new:  # the same file twice at the same moment: the other one's is kept
        _erase_files(name, store)
    return photo, is_new


def _loose(person: Person, digest: str) -> Photo | None:
    photo: Photo | None = Photo.get_or_none(uploaded_by=person, digest=digest, is_loose=1)
    return photo


@unit_of_work
def _keep(name: str, digest: str, width: int, height: int, *, by: Actor, now: datetime.datetime) -> tuple[Photo, bool]:
    before = _loose(by.person, digest)
    if before is not None:
        return before, False
    photo = Photo.create(name=name, digest=digest, uploaded_by=by.person, width=width, height=height, uploaded_at=now)
    audit.record("upload_photo", "photo", photo.id, by=by, now=now)
    return photo, True


def attach(photo_id: int | None, organisation: Organisation, *, by: Actor) -> int | None:
    """Let a text take one's uploaded photo along, inside the caller's unit of work; raises PhotoNotYours.

    From now on it waits for that organisation. Nothing to attach is nothing.
    """
    if photo_id is None:
        return None
    attached = Photo.update(organisation=organisation, is_loose=None).where(
        Photo.id == photo_id, Photo.uploaded_by == by.person.id, Photo.is_loose == 1, Photo.status == PhotoStatus.HELD
    )
    if attached.execute() != 1:
        raise PhotoNotYours()
    return photo_id


def visible_photos(to: Actor) -> peewee.ModelSelect[Photo]:
    """The photos this person may see: their own, those of their seats, and shown ones on what concerns them."""
    seen = (Photo.uploaded_by == to.person.id) | (
        (Photo.status == PhotoStatus.SHOWN) & Photo.id.in_(_on_my_wishes(to.person))
    )
    paths = to.paths_for(Function.RELEASE_PHOTOS)
    if paths:
        seen |= Photo.organisation.in_(Organisation.select(Organisation.id).where(within(paths)))
    return Photo.select().where(seen, Photo.status.in_(VISIBLE), Photo.name.is_null(False))


def _on_my_wishes(person: Person) -> peewee.ModelSelect[ProgressNote]:
    mine = Claim.alias()
    concerns_me = (
        (Wish.made_by == person.id)
        | (Wish.wisher == person.id)
        | Wish.id.in_(mine.select(mine.wish).where(mine.person == person.id, mine.is_held == 1))
    )
    notes = ProgressNote.select(ProgressNote.photo).join(Claim).join(Wish)
    return notes.where(ProgressNote.photo.is_null(False), ~ProgressNote.is_held, concerns_me)


def get_photo(photo_id: int, *, to: Actor) -> Photo:
    """One photo, if this person may see it; raises NotFound."""
    photo: Photo | None = visible_photos(to).where(Photo.id == photo_id).get_or_none()
    if photo is None:
        raise NotFound()
    return photo


def find_by_name(name: str) -> Photo | None:
    """The photo of a signed address, as long as it may be seen at all."""
    photo: Photo | None = Photo.get_or_none(Photo.name == name, Photo.status.in_(VISIBLE))
    return photo


def awaits_person(*, now: datetime.datetime) -> peewee.Expression:
    """The condition that a photo waits for a person, not for WeChat, which is looking at it just now."""
    minutes = policies.value("photo.check_minutes", None, now=now)
    is_overdue = Photo.check_asked_at <= now - datetime.timedelta(minutes=minutes)
    return (Photo.status == PhotoStatus.HELD) & (Photo.needs_person | Photo.check_asked_at.is_null() | is_overdue)


def waiting_photos(*, to: Actor, now: datetime.datetime) -> peewee.ModelSelect[Photo]:
    """Photos that a seat of this person releases or refuses, oldest first; not those WeChat is looking at just now."""
    return (
        Photo.select(Photo, Organisation, Person)
        .join(Organisation)
        .switch(Photo)
        .join(Person, on=(Photo.uploaded_by == Person.id))
        .where(
            awaits_person(now=now),
            within(to.paths_for(Function.RELEASE_PHOTOS)),
        )
        .order_by(Photo.id)
    )


@unit_of_work
def decide_photo(photo_id: int, decision: Decision, *, reason: str = "", by: Actor, now: datetime.datetime) -> Photo:
    """Release a held photo, or refuse it with a reason; the same decision again changes nothing."""
    photo = Photo.get_or_none(Photo.id == photo_id)
    if photo is None or photo.organisation is None:
        raise NotFound()
    seat = by.seat_for(Function.RELEASE_PHOTOS, photo.organisation.path)
    if seat is None:
        get_photo(photo_id, to=by)  # not there for them
        by.require(Function.RELEASE_PHOTOS, photo.organisation)  # there, but not theirs to decide
    if decision == "refuse" and not reason:
        raise Invalid("reason_required", "请写一句为什么不合适，好让对方知道", {"reason": "请填写"})
    if not settle_photo(photo, STATUS_OF[decision], reason=reason, now=now):
        present: Photo = Photo.get_by_id(photo.id)
        if present.status is not STATUS_OF[decision]:
            raise WrongState()
        return present
    audit.record(
        f"{decision}_photo", "photo", photo.id, by=by, seat=seat, now=now, organisation_id=photo.organisation_id,
        acted_for_id=None if seat and seat.delegated_by_person_id else photo.uploaded_by_id, reason=reason,
    )  # fmt: skip
    return Photo.get_by_id(photo.id)


def settle_photo(photo: Photo, status: PhotoStatus, *, reason: str, now: datetime.datetime) -> bool:
    """Show or refuse a held photo, inside the caller's unit of work; False when it is held no longer."""
    decided = Photo.update(status=status, decided_at=now, reason=reason).where(
        Photo.id == photo.id, Photo.status == PhotoStatus.HELD
    )
    if decided.execute() != 1:
        return False
    if status is PhotoStatus.REFUSED:
        body = f"您传的照片没有公开：{reason}。文字不受影响，需要的话可以换一张。"
        messages.queue(Message(Purpose.NOTICE, "照片没有公开", body), [photo.uploaded_by_id], now=now)
    return True


@unit_of_work
def remove_photo(photo_id: int, *, reason: str = "", by: Actor, now: datetime.datetime) -> Photo:
    """Take a photo away for good, at once: whoever sees it may be in it, and need not prove that (features X4)."""
    removed: Photo | None = Photo.get_or_none(
        Photo.id == photo_id, Photo.uploaded_by == by.person.id, Photo.status == PhotoStatus.REMOVED
    )
    if removed is not None:
        return removed
    photo = get_photo(photo_id, to=by)
    Photo.update(status=PhotoStatus.REMOVED, decided_at=now, is_loose=None).where(Photo.id == photo.id).execute()
    audit.record(
        "remove_photo", "photo", photo.id, by=by, now=now, organisation_id=photo.organisation_id,
        before={"status": photo.status}, reason=reason,
    )  # fmt: skip
    if photo.organisation is not None and by.person.id != photo.uploaded_by_id:
        told = [photo.uploaded_by_id, *messages.secretaries_of(photo.organisation, now=now)]
        body = "有人请求撤下一张照片，照片已经从各个页面撤下并会删除。以后拍照前请先问一问照片里的人。"
        messages.queue(Message(Purpose.NOTICE, "一张照片已按请求撤下", body), told, now=now)
    return Photo.get_by_id(photo.id)


# --- What nobody needs any more ------------------------------------------------------------------


def erase_photos(store: PhotoStore, *, now: datetime.datetime) -> int:
    """Erase the files of removed, refused and never used photos; answers how many photos."""
    _give_up_loose(now=now)
    is_over = Photo.status.in_((PhotoStatus.REMOVED, PhotoStatus.REFUSED))
    gone = list(Photo.select().where(Photo.name.is_null(False), is_over))
    for photo in gone:
        _erase_files(str(photo.name), store)  # before the name is forgotten: whoever dies here tries again
        _forget_name(photo, now=now)
    return len(gone)


@unit_of_work
def _give_up_loose(*, now: datetime.datetime) -> None:
    hours = policies.value("photo.loose_hours", None, now=now)
    Photo.update(status=PhotoStatus.REMOVED, is_loose=None).where(
        Photo.is_loose == 1, Photo.uploaded_at <= now - datetime.timedelta(hours=hours)
    ).execute()


@unit_of_work
def _forget_name(photo: Photo, *, now: datetime.datetime) -> None:
    Photo.update(name=None).where(Photo.id == photo.id).execute()
    audit.record("erase_photo", "photo", photo.id, by=None, origin="job", now=now)


def _erase_files(name: str, store: PhotoStore) -> None:
    for size in ("picture", "thumbnail"):
        store.erase(f"{name}/{size}.jpg")

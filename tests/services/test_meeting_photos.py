"""Photos of a Party day: taken along into the pack once they may be shown, and out of it when taken away."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import pytest
from docx import Document

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.party_days import PartyDay
from models.photos import PhotoStatus
from services import meeting_photos, photos
from services.errors import Invalid, NotAllowed
from services.paper_word import as_word
from services.party_day_pack import make_pack
from services.permissions import Actor
from services.photo_stores import FolderStore
from services.pictures import Limits
from tests.cast import Cast
from tests.pictures import photo
from tests.services.party_day_makers import a_party_day

LIMITS = Limits(most_bytes=1_000_000, most_pixels=1_000_000)


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(str(tmp_path))


@pytest.fixture
def day(cast: Cast) -> PartyDay:
    return a_party_day(cast)


def add(day: PartyDay, store: FolderStore, by: Actor, now: datetime.datetime) -> meeting_photos.MeetingPhoto:
    taken, _ = photos.upload_photo(photo(), has_consent=True, store=store, limits=LIMITS, by=by, now=now)
    return meeting_photos.add_photo(day.id, taken.id, "会场", by=by, now=now)


def pictures_in_pack(day: PartyDay, store: FolderStore, cast: Cast) -> int:
    paper = make_pack(day.id, store=store, to=cast.li, now=cast.now)
    return len(Document(io.BytesIO(as_word(paper))).inline_shapes)


def test_the_secretary_s_photo_is_in_the_pack_until_somebody_has_it_taken_away(
    cast: Cast, day: PartyDay, store: FolderStore, now: datetime.datetime
) -> None:
    added = add(day, store, cast.li, now)
    assert pictures_in_pack(day, store, cast) == 1
    photos.remove_photo(added.photo_id, by=cast.li, now=now)
    assert pictures_in_pack(day, store, cast) == 0


def test_whoever_may_not_release_photos_leaves_it_waiting(
    cast: Cast, day: PartyDay, store: FolderStore, now: datetime.datetime
) -> None:
    assistant = cast.member("助理", cast.dongkeng)
    lent_by = Appointment.get(person=cast.li.person)
    seat = cast.appoint(assistant, Role.ASSISTANT, cast.dongkeng, delegated_by=lent_by)
    DelegatedFunction.create(appointment=seat, function=Function.RUN_PARTY_DAYS)
    added = add(day, store, cast.actor(assistant.person), now)
    assert added.photo.status is PhotoStatus.HELD
    assert pictures_in_pack(day, store, cast) == 0


def test_a_photo_the_store_has_lost_is_passed_over(
    cast: Cast, day: PartyDay, store: FolderStore, now: datetime.datetime
) -> None:
    add(day, store, cast.li, now)
    assert pictures_in_pack(day, FolderStore("/nowhere"), cast) == 0


def test_a_record_is_no_album(
    cast: Cast, day: PartyDay, store: FolderStore, now: datetime.datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meeting_photos, "MOST", 0)
    with pytest.raises(Invalid, match="too_many_photos"):
        add(day, store, cast.li, now)


def test_a_member_adds_no_photo(cast: Cast, day: PartyDay, store: FolderStore, now: datetime.datetime) -> None:
    with pytest.raises(NotAllowed):
        add(day, store, cast.wang, now)

"""Photos for a Party day's record, from a desk. They are never asked for: 不搞强制留痕."""

from __future__ import annotations

from typing import Annotated

from flask import current_app, request
from pydantic import Field

from services import meeting_photos, party_day_sheets, party_days, photos
from services.errors import Invalid, NotFound
from services.pictures import Limits
from web.console.blueprint import console, current_actor, takes_files
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go, page
from web.fields import Text
from web.lifecycle import utc_now

MOST_BYTES = 12 * 1024 * 1024  # what a camera makes; the deployment's own limit is asked for besides


class PhotoForm(Form):
    caption: Annotated[Text, Field(max_length=60)] = ""
    has_consent: bool = False


@console.get("/party-days/<int:party_day_id>/photos")
def list_meeting_photos(party_day_id: int) -> Page:
    """The record's photos, and one more."""
    return _page(party_day_id, Typed())


def _page(party_day_id: int, typed: Typed) -> str:
    day = party_days.get_party_day(party_day_id, to=current_actor())
    party_day_sheets.joined_sheets(day, to=current_actor())
    return page("meeting_photos.html", day=day, found=meeting_photos.photos_of(day), typed=typed)


@console.post("/party-days/<int:party_day_id>/photos")
@takes_files(MOST_BYTES)
def add_meeting_photo(party_day_id: int) -> Page:
    """Take a photo in; whoever is on it has agreed."""

    def act(form: PhotoForm) -> Page:
        file = request.files.get("file")
        content = file.read() if file else b""
        if not content:
            raise Invalid("file_required", "请选一张照片", {"file": "请选择"})
        actor, now = current_actor(), utc_now()
        day = party_days.get_party_day(party_day_id, to=actor)
        party_day_sheets.joined_sheets(day, to=actor)
        settings = current_app.extensions["settings"]
        photo, _ = photos.upload_photo(
            content,
            has_consent=form.has_consent,
            store=current_app.extensions["photo_store"],
            limits=Limits(settings.photo_most_bytes, settings.photo_most_pixels),
            by=actor,
            now=now,
        )
        meeting_photos.add_photo(day.id, photo.id, form.caption, by=actor, now=now)
        return go("console.list_meeting_photos", "照片已放进记录，六有档案里会带上", party_day_id=day.id)

    return submit(PhotoForm, act, again=lambda typed: _page(party_day_id, typed))


@console.post("/party-days/<int:party_day_id>/photos/<int:photo_id>/remove")
def remove_meeting_photo(party_day_id: int, photo_id: int) -> Page:
    """Take a photo away for good."""
    day = party_days.get_party_day(party_day_id, to=current_actor())
    if photo_id not in {one.photo_id for one in meeting_photos.photos_of(day)}:
        raise NotFound()
    photos.remove_photo(photo_id, by=current_actor(), now=utc_now())
    return go("console.list_meeting_photos", "已撤下，照片会删除", party_day_id=day.id)

"""Photos that WeChat leaves to a person: shown to others, or refused with a reason (features X1, X3)."""

from __future__ import annotations

from typing import Literal

from models.photos import Photo
from services import photo_links, photos
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go, page
from web.console.tables import rows_of
from web.fields import Text
from web.lifecycle import utc_now


class DecisionForm(Form):
    decision: Literal["release", "refuse"]
    reason: Text = ""


@console.get("/photos")
def list_photos() -> Page:
    """Photos that wait for my seats, oldest first."""
    return _waiting(Typed(), None)


@console.post("/photos/<int:photo_id>/decision")
def decide_photo(photo_id: int) -> Page:
    """Release it, or refuse it with a reason that its uploader reads."""
    photos.get_photo(photo_id, to=current_actor())

    def act(form: DecisionForm) -> Page:
        refuse_untold(form, form.reason)
        photos.decide_photo(photo_id, form.decision, reason=form.reason, by=current_actor(), now=utc_now())
        said = "照片已公开" if form.decision == "release" else "照片没有公开，已告诉上传的人"
        return go("console.list_photos", said)

    return submit(DecisionForm, act, again=lambda typed: _waiting(typed, photo_id))


def _waiting(typed: Typed, typed_for: int | None) -> Page:
    """`typed_for`: the photo whose form was refused."""
    now = utc_now()
    rows = rows_of(photos.waiting_photos(to=current_actor(), now=now), sorts={"id": Photo.id}, default="id", at_once=12)
    pictures = {photo.id: photo_links.link(photo, "picture", now=now) for photo in rows}
    return page("photos.html", rows=rows, pictures=pictures, typed=typed, typed_for=typed_for, empty=Typed())

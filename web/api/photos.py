"""Photos: upload, those that wait for me, release or refusal, removal."""

from __future__ import annotations

from typing import Literal

from flask import Response, current_app
from flask_openapi3 import FileStorage
from pydantic import Field

from models.photos import Photo
from services import photos
from services.idempotency import Outcome
from services.pictures import Limits
from web.api.blueprint import api, current_actor
from web.api.commands import perform, perform_told
from web.api.photo_answers import PhotoAnswer, present_photo
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer, OrganisationRef, Page, Text, ToldBody, part_of_list
from web.lifecycle import utc_now


class PhotoPath(Answer):
    photo_id: Id


class UploadForm(Body):
    file: FileStorage = Field(description="JPEG, PNG or WebP")
    has_consent: bool = Field(False, description="Whoever is to be seen has agreed, or nobody is")


class WaitingPhotoAnswer(Answer):
    photo: PhotoAnswer
    organisation: OrganisationRef
    uploaded_by: str = Field(examples=["王小禾"])
    uploaded_at: Instant


class DecidePhotoBody(ToldBody):
    decision: Literal["release", "refuse"]
    reason: Text = Field("", max_length=200, description="Needed to refuse")


class RemovePhotoBody(Body):
    reason: Text = Field("", max_length=200, examples=["照片里有我，我不想公开"])


@api.post("/photos", operation_id="upload_photo", responses={200: PhotoAnswer, 201: PhotoAnswer})
def upload_photo(form: UploadForm) -> Response:
    """Upload a photo for what I write next (its id goes along as photo_id). The same file again is the same photo."""
    settings = current_app.extensions["settings"]
    photo, is_new = photos.upload_photo(
        form.file.read(),
        has_consent=form.has_consent,
        store=current_app.extensions["photo_store"],
        limits=Limits(settings.photo_most_bytes, settings.photo_most_pixels),
        by=current_actor(),
        now=utc_now(),
    )
    return present_photo(photo).to_response(201 if is_new else 200)


@api.get("/photos", operation_id="list_waiting_photos", responses={200: ListAnswer[WaitingPhotoAnswer]})
def list_waiting_photos(query: Page) -> Response:
    """Photos that wait for my seats to release them, oldest first."""
    waiting = photos.waiting_photos(to=current_actor(), now=utc_now()).where(Photo.id > (query.after_id or 0))
    found = list(waiting.limit(query.limit + 1))
    return part_of_list([_present_waiting(one) for one in found], [one.id for one in found], query.limit).to_response()


@api.get("/photos/<int:photo_id>", operation_id="get_photo", responses={200: PhotoAnswer})
def get_photo(path: PhotoPath) -> Response:
    """One photo that I may see."""
    return present_photo(photos.get_photo(path.photo_id, to=current_actor())).to_response()


@api.post("/photos/<int:photo_id>/decision", operation_id="decide_photo", responses={200: PhotoAnswer})
def decide_photo(path: PhotoPath, body: DecidePhotoBody) -> Response:
    """Let others see a photo, or refuse it with a reason; logged."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, photos.decide_photo(path.photo_id, body.decision, reason=body.reason, by=actor, now=now).id)

    done = perform_told(act, body.reason, is_released=body.is_released)
    return present_photo(Photo.get_by_id(done.resource_id)).to_response()


@api.post("/photos/<int:photo_id>/removal", operation_id="remove_photo", responses={200: PhotoAnswer})
def remove_photo(path: PhotoPath, body: RemovePhotoBody) -> Response:
    """Have a photo taken away for good, at once; whoever sees it may ask, for they may be in it."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, photos.remove_photo(path.photo_id, reason=body.reason, by=actor, now=now).id)

    done = perform(act)
    return present_photo(Photo.get_by_id(done.resource_id)).to_response(done.status)


def _present_waiting(photo: Photo) -> WaitingPhotoAnswer:
    assert photo.organisation is not None, "only photos of an organisation wait"
    return WaitingPhotoAnswer(
        photo=present_photo(photo),
        organisation=OrganisationRef(id=photo.organisation_id, name=photo.organisation.name),
        uploaded_by=photo.uploaded_by.name or "微信用户",
        uploaded_at=photo.uploaded_at,
    )

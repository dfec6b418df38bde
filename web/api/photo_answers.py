"""How a photo is shown: its state, and addresses that only who may see it is given."""

from __future__ import annotations

from pydantic import Field

from models.photos import Photo, PhotoStatus
from services import photo_links
from web.api.schemas import Answer
from web.lifecycle import utc_now


class PhotoAnswer(Answer):
    id: int
    status: PhotoStatus = Field(description="Held: only I and the village see it until somebody has looked")
    width: int = Field(examples=[1600])
    height: int = Field(examples=[1200])
    url: str | None = Field(description="From the site's root, good for an hour or two; null once it is gone")
    thumbnail_url: str | None


def present_photo(photo: Photo) -> PhotoAnswer:
    now = utc_now()
    return PhotoAnswer(
        id=photo.id,
        status=photo.status,
        width=photo.width,
        height=photo.height,
        url=photo_links.link(photo, "picture", now=now),
        thumbnail_url=photo_links.link(photo, "thumbnail", now=now),
    )

"""The pictures themselves, by signed addresses (services.photo_links): `<image>` sends no log-in."""

from __future__ import annotations

from typing import Literal

from flask import Blueprint, Response, current_app, request
from werkzeug.exceptions import NotFound

from services import photo_links, photos
from web.lifecycle import utc_now

bp = Blueprint("photos", __name__)

# Kept by the phone alone, for a minute: a photo that is taken away is gone within that time (features X4).
HEADERS = {
    "Cache-Control": "private, max-age=60",
    "Content-Disposition": "inline",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


@bp.get("/photos/<name>/<any(picture, thumbnail):size>.jpg")
def show_photo(name: str, size: Literal["picture", "thumbnail"]) -> Response:
    """A photo's picture, as long as its address and the photo itself are good."""
    until, sign = request.args.get("until", "0"), request.args.get("sign", "")
    if not until.isdecimal() or not photo_links.is_good(name, size, int(until), sign, now=utc_now()):
        raise NotFound()
    content = None
    if photos.find_by_name(name) is not None:
        content = current_app.extensions["photo_store"].get(f"{name}/{size}.jpg")
    if content is None:
        raise NotFound()
    return Response(content, content_type="image/jpeg", headers=HEADERS)

"""Pictures as part of a page: QR codes, and photos by their signed addresses."""

from __future__ import annotations

from typing import Literal

import qrcode
from markupsafe import Markup

from models.photos import Photo
from services import photo_links
from web.console.blueprint import console
from web.lifecycle import utc_now


def qr_svg(text: str) -> Markup:
    """An inline SVG sharp at any size, on a white page; what it says also stands in `data-scan-code`."""
    code = qrcode.QRCode(border=2, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    matrix = code.get_matrix()
    dots = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark)
    return Markup(
        '<svg class="qr" data-scan-code="{text}" viewBox="0 0 {size} {size}" role="img" aria-label="二维码" '
        'shape-rendering="crispEdges"><rect width="{size}" height="{size}" fill="#fff"/><path d="{dots}"/></svg>'
    ).format(text=text, size=len(matrix), dots=dots)


@console.app_template_global()
def photo_link(photo: Photo, size: Literal["picture", "thumbnail"]) -> str:
    """The address of a photo that this page may show; empty once there is nothing to see any more."""
    return photo_links.link(photo, size, now=utc_now()) or ""

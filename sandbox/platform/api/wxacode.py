"""Mini-program codes: /wxa/getwxacodeunlimit."""

from __future__ import annotations

import io
import re

import qrcode
from PIL import Image

from sandbox.platform import drawn, released
from sandbox.platform.api.call import Call, Reply
from sandbox.platform.errors import ApiError

SCENE = re.compile(r"[0-9A-Za-z!#$&'()*+,/:;=?@\-._~]*")
ENVIRONMENTS = ("release", "trial", "develop")


def getwxacodeunlimit(call: Call) -> Reply:
    """A picture when all is well, JSON when not. The code holds what a phone would open."""
    scene, page = call.text("scene"), call.text("page")
    environment = call.json.get("env_version", "release")
    width = call.json.get("width", 430)
    _check_scene(scene)
    _check_page(call, page)
    if environment not in ENVIRONMENTS or not isinstance(width, int) or not 280 <= width <= 1280:
        raise ApiError(40097)
    target = page or "pages/index/index"
    drawn.note(call.db, f"{target}?scene={scene}", call.now)
    return Reply(_picture(f"{target}?scene={scene}&env={environment}", width), "image/png")


def _check_scene(scene: str) -> None:
    if not 1 <= len(scene) <= 32:
        raise ApiError(40169)
    if not SCENE.fullmatch(scene):
        raise ApiError(40129)
    if "scancode_time" in scene:
        raise ApiError(85096)


def _check_page(call: Call, page: str) -> None:
    """WeChat: no leading slash, no query; a page of the released version unless check_path is false."""
    if page.startswith("/") or "?" in page:
        raise ApiError(41030)
    if page and call.json.get("check_path", True) and not released.is_released(call.db, page):
        raise ApiError(41030)


def _picture(text: str, width: int) -> bytes:
    code = qrcode.QRCode(border=2, box_size=8)
    code.add_data(text)
    code.make(fit=True)
    picture = code.make_image().get_image().resize((width, width), Image.Resampling.NEAREST)
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    return buffer.getvalue()

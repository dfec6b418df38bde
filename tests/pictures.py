"""Made-up photos, with what real ones bring along."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

ORIENTATION, GPS, MAKE = 0x0112, 0x8825, 0x010F


def photo(size: tuple[int, int] = (60, 40), kind: str = "JPEG", *, mode: str = "RGB", **options: Any) -> bytes:
    """A picture whose left half is red, as a file."""
    picture = Image.new(mode, size, (0, 0, 255) if mode == "RGB" else (0, 0, 255, 255))
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def photo_from_a_phone(size: tuple[int, int] = (60, 40), *, orientation: int = 1) -> bytes:
    """With the camera's name, the way it was held, and where it was taken."""
    exif = Image.Exif()
    exif[MAKE] = "Made-up Phone"
    exif[ORIENTATION] = orientation
    exif.get_ifd(GPS).update({1: "N", 2: (27.0, 36.0, 0.0), 3: "E", 4: (119.0, 3.0, 0.0)})
    return photo(size, exif=exif, comment=b"taken at home")


def opened(file: bytes) -> Image.Image:
    return Image.open(io.BytesIO(file))


class MemoryStore(dict[str, bytes]):
    """A store of photos for tests that do not care where they lie."""

    put = dict.__setitem__

    def erase(self, name: str) -> None:
        self.pop(name, None)

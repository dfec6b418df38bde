"""Developing a photo anew: what comes out is a picture of ours, and nothing else of the file that came in."""

from __future__ import annotations

import io
import threading
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from services.errors import Invalid

# By what stands in the file, never by its name or what the sender calls it. HEIC needs a decoder of its own; WeChat
# hands a mini-program JPEG.
FORMATS = ("JPEG", "PNG", "WEBP")
LONGEST_SIDE, THUMBNAIL_SIDE = 1600, 400
QUALITY = 82

# Twelve million pixels are 36 MB once decoded: one at a time per process, whatever the number of threads.
_darkroom = threading.Lock()


@dataclass(frozen=True, slots=True)
class Limits:
    """What may come in at all; a deployment's settings."""

    most_bytes: int
    most_pixels: int


@dataclass(frozen=True, slots=True)
class Developed:
    """Two JPEGs without any metadata, and the size of the larger one."""

    picture: bytes
    thumbnail: bytes
    width: int
    height: int


class PhotoInvalid(Invalid):
    code = "photo_invalid"
    message = "这不是能用的照片，请换一张 JPG 或 PNG 图片"


class PhotoTooLarge(Invalid):
    code = "photo_too_large"
    message = "照片太大了，请选“压缩”后再传，或者换一张"


def develop(file: bytes, limits: Limits) -> Developed:
    """Turn upright, shrink, and write anew without EXIF, GPS, comments or colour profile.

    Raises PhotoTooLarge for too many bytes or pixels, before a pixel is decoded; PhotoInvalid for what is no picture.
    """
    if len(file) > limits.most_bytes:
        raise PhotoTooLarge()
    with _darkroom:
        try:
            return _develop(file, limits)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise PhotoTooLarge() from error
        except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError) as error:  # Pillow's many words
            raise PhotoInvalid() from error


def _develop(file: bytes, limits: Limits) -> Developed:
    with Image.open(io.BytesIO(file), formats=FORMATS) as original:
        if original.width * original.height > limits.most_pixels:
            raise PhotoTooLarge()
        original.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded no larger than needed
        upright = ImageOps.exif_transpose(original)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        picture = _on_white(upright)
    thumbnail = picture.copy()
    thumbnail.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Developed(_as_jpeg(picture), _as_jpeg(thumbnail), picture.width, picture.height)


def _on_white(picture: Image.Image) -> Image.Image:
    """Pasted onto a new sheet: pixels come along, metadata does not."""
    sheet = Image.new("RGB", picture.size, "white")
    with_alpha = picture.convert("RGBA")
    sheet.paste(with_alpha, mask=with_alpha)
    return sheet


def _as_jpeg(picture: Image.Image) -> bytes:
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()

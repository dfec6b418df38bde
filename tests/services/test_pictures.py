"""A photo is developed anew: upright, small, and without a word about where and how it was taken."""

import io
import struct
import zlib

import pytest
from PIL import Image

from services.pictures import LONGEST_SIDE, THUMBNAIL_SIDE, Limits, PhotoInvalid, PhotoTooLarge, develop
from tests.pictures import GPS, opened, photo, photo_from_a_phone

LIMITS = Limits(most_bytes=2_000_000, most_pixels=4_000_000)


def test_nothing_of_the_camera_is_left():
    file = photo_from_a_phone()
    assert opened(file).getexif().get_ifd(GPS)

    for made in (develop(file, LIMITS).picture, develop(file, LIMITS).thumbnail):
        assert dict(opened(made).getexif()) == {}
        assert not opened(made).info.keys() & {"exif", "comment", "xmp", "icc_profile", "photoshop"}
        assert b"Made-up Phone" not in made
        assert b"taken at home" not in made


def test_what_was_taken_upright_stands_upright():
    made = develop(photo_from_a_phone((60, 40), orientation=6), LIMITS)
    red, _, blue = opened(made.picture).convert("RGB").getpixel((20, 10))

    assert (made.width, made.height) == (40, 60)
    assert red > 200 > 50 > blue  # the left half of what lay on its side is on top


def test_a_large_photo_is_shrunk_and_has_a_thumbnail():
    made = develop(photo((2000, 1500)), LIMITS)

    assert opened(made.picture).size == (made.width, made.height) == (LONGEST_SIDE, 1200)
    assert opened(made.thumbnail).size == (THUMBNAIL_SIDE, 300)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_every_format_becomes_a_jpeg(kind):
    assert opened(develop(photo(kind=kind), LIMITS).picture).format == "JPEG"


def test_what_is_transparent_becomes_white():
    clear = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(clear, "PNG")

    assert opened(develop(clear.getvalue(), LIMITS).picture).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "file",
    [b"", b"<script>alert(1)</script>", b"GIF89a" + bytes(60), photo()[:200], b"\x89PNG\r\n\x1a\n" + bytes(40)],
    ids=["nothing", "a page", "another format", "half a photo", "a broken head"],
)
def test_what_is_no_photo_is_refused(file):
    with pytest.raises(PhotoInvalid):
        develop(file, LIMITS)


def bomb(width: int, height: int) -> bytes:
    """A PNG whose head promises so many pixels, in a few bytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("side", [2_001, 9_500, 50_000])
def test_more_pixels_than_allowed_are_refused_before_any_is_decoded(side):
    with pytest.raises(PhotoTooLarge):
        develop(bomb(side, side), LIMITS)


def test_more_bytes_than_allowed_are_refused():
    with pytest.raises(PhotoTooLarge):
        develop(photo(), Limits(most_bytes=100, most_pixels=10**6))

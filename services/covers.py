"""A cover for an article without a picture of its own: its title on the colour of the alliance."""

from __future__ import annotations

import io

from PIL import Image, ImageDraw

from services.fonts import BOLD, REGULAR, printable
from services.lettering import LEADING, fitted, typeface

SIZE = (900, 383)  # WeChat: 2.35 : 1
MARGIN = 64
BRAND = "#A61C2B"
PAPER = "#FAF8F5"
TITLE_SIZES = (64, 52, 44, 36, 30)
MOST_LINES = 3


def cover(title: str, organisation: str, colour: str = BRAND) -> bytes:
    """A PNG; the title is set as large as fits in three lines, and ends in … where even the smallest does not."""
    image = Image.new("RGB", SIZE, colour)
    draw = ImageDraw.Draw(image)
    font, lines = fitted(title, BOLD, TITLE_SIZES, width=SIZE[0] - 2 * MARGIN, most_lines=MOST_LINES)
    line_height = font.size * LEADING
    top = (SIZE[1] - line_height * len(lines) - 40) / 2
    for number, line in enumerate(lines):
        draw.text((MARGIN, top + number * line_height), line, PAPER, font)
    draw.text((MARGIN, SIZE[1] - 64), printable(organisation), PAPER, typeface(REGULAR, 26))
    written = io.BytesIO()
    image.save(written, "PNG", optimize=True)
    return written.getvalue()

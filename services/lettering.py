"""Chinese text for a picture: set as large as fits in so many lines, with □ for what our typeface lacks."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import Path

from PIL import ImageFont

from services.fonts import printable

NEVER_FIRST = "，。、；：？！）》」』”’—…"
LEADING = 1.4  # from one line to the next, in sizes of the letter


@functools.cache
def typeface(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size)


def fitted(
    text: str, path: Path, sizes: Sequence[int], *, width: float, most_lines: int
) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest of these sizes that fits; the last line ends in … where even the smallest does not."""
    text = printable(text)
    for size in sizes:
        font = typeface(path, size)
        lines = _broken(text, font, width)
        if len(lines) <= most_lines:
            return font, lines
    last = lines[most_lines - 1]
    while font.getlength(last + "…") > width:
        last = last[:-1]
    return font, [*lines[: most_lines - 1], last + "…"]


def _broken(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """Chinese breaks between any two characters, but no line begins with a comma: it takes one more down with it."""
    lines = [""]
    for character in text:
        if font.getlength(lines[-1] + character) > width:
            carried = lines[-1][-1:] if character in NEVER_FIRST else ""
            lines[-1] = lines[-1].removesuffix(carried)
            lines.append(carried)
        lines[-1] += character
    return lines

"""The Chinese typeface of everything we print or draw: Noto Sans SC (OFL), as its npm package brings it.

It covers GB 2312 and U+4E00–9FA5. A rarer character (𠮷 in a name) has no glyph: say so, rather than print a blank.
"""

from __future__ import annotations

import functools
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "node_modules" / "@expo-google-fonts" / "noto-sans-sc"
REGULAR = _FOLDER / "400Regular" / "NotoSansSC_400Regular.ttf"
BOLD = _FOLDER / "700Bold" / "NotoSansSC_700Bold.ttf"


def missing_characters(text: str) -> list[str]:
    """The visible characters of a text that the typeface cannot show, each once, in the order they occur."""
    covered = _covered()
    return list(dict.fromkeys(each for each in text if not each.isspace() and ord(each) not in covered))


def printable(text: str) -> str:
    """The text with □ for what our typeface lacks: a hole would be read as nothing."""
    for character in missing_characters(text):
        text = text.replace(character, "□")
    return text


@functools.cache
def _covered() -> frozenset[int]:
    from reportlab.pdfbase.ttfonts import TTFontFile  # here: it takes 14 MB, which most processes never need

    return frozenset(TTFontFile(str(REGULAR)).charToGlyph)

"""An article as the Official Account takes it: plain paragraphs, nothing from elsewhere."""

from __future__ import annotations

import html
import re

PARAGRAPH = '<p style="margin:0 0 1em;line-height:1.75;font-size:16px;color:#1f2328">{}</p>'


def html_of(body: str) -> str:
    """As HTML: an empty line parts paragraphs, a line break stays one; everything else is text."""
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", body.replace("\r\n", "\n"))]
    lines = [html.escape(part).replace("\n", "<br>") for part in paragraphs if part]
    return "\n".join(PARAGRAPH.format(line) for line in lines)

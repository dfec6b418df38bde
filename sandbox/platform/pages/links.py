"""How WeChat shows an account's text: `<a>` becomes a link, also one into the mini-program; all else stays text."""

from __future__ import annotations

import re
from urllib.parse import quote

from markupsafe import Markup, escape

LINK = re.compile(r"<a((?:\s+[a-z-]+=\"[^\"<>]*\")+)\s*>([^<]*)</a>")
ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")


def plain(text: str) -> Markup:
    return escape(text).replace("\n", Markup("<br>"))


def linked(text: str) -> Markup:
    """Links in; whatever else looks like markup is shown as it was written."""
    parts, at = [], 0
    for found in LINK.finditer(text):
        parts += [plain(text[at : found.start()]), _link(dict(ATTRIBUTE.findall(found[1])), found[2])]
        at = found.end()
    return Markup("").join([*parts, plain(text[at:])])


def _link(attributes: dict[str, str], label: str) -> Markup:
    path = attributes.get("data-miniprogram-path")
    if path is not None:  # opens the phone of this desk at that page
        page, _, query = path.partition("?")
        href = f"/phone/phone.html?path={quote(page)}&query={quote(query)}"
        return Markup('<a class="mini" href="{}" data-path="{}">{}</a>').format(href, path, label)
    href = attributes.get("href", "")
    safe = href if href.startswith(("http://", "https://")) else "#"
    return Markup('<a href="{}">{}</a>').format(safe, label)

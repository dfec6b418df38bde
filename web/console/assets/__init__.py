"""The console's own files: packed by `npm run build:console` into dist/, named by their content."""

from __future__ import annotations

import functools
import json
from pathlib import Path

from flask import Response, send_from_directory, url_for

from web.console.blueprint import console, open_to_all

DIST = Path(__file__).resolve().parent.parent / "dist"
A_YEAR = 365 * 24 * 3600


@functools.cache
def _names() -> dict[str, str]:
    """What each file is called in this build."""
    listed = DIST / "manifest.json"
    if not listed.is_file():
        raise RuntimeError("the console's assets are not packed: npm ci && npm run build:console")
    names: dict[str, str] = json.loads(listed.read_text(encoding="utf-8"))
    return names


def asset(name: str) -> str:
    """The address of one of our files; it changes with the file, so browsers keep it for good."""
    return url_for("console.show_asset", name=_names()[name])


@console.get("/assets/<name>")
@open_to_all
def show_asset(name: str) -> Response:
    """A packed file."""
    answer = send_from_directory(DIST, name, max_age=A_YEAR)
    answer.cache_control.immutable = True
    return answer

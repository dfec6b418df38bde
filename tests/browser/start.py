"""The system's own Chromium, and whether the phone can be shown here."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")


def chromium() -> str | None:
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


def what_is_missing() -> str | None:
    """One line that says what to install or run; None when browser tests can run."""
    if importlib.util.find_spec("playwright") is None:
        return "playwright is not installed: see requirements/dev.in"
    if chromium() is None:
        return "no Chromium on this machine (Debian: apt install chromium)"
    if not (ROOT / "sandbox/phone/dist/index.html").is_file():
        return "the phone is not built: npm ci && npm run build:phone"
    return None

"""WeChat's content check of what is written at a desk: doubted text waits until its writer has read it again."""

from __future__ import annotations

from flask import current_app, request

from services import texts
from web.console.blueprint import current_actor
from web.console.forms import Form
from web.lifecycle import utc_now


def is_doubted(*written: str | None) -> bool:
    """Whether WeChat doubts the text, or could not be asked in time. Call it before any unit of work."""
    return texts.needs_a_person(current_app.extensions["mini_program"], written, by=current_actor())


def refuse_untold(form: Form, *written: str | None) -> None:
    """Raise TextHeld for what WeChat doubts, unless its writer ticked that they answer for it; that is logged."""
    if not any(written):
        return
    if form.released:
        texts.note_release(request.endpoint or "", by=current_actor(), now=utc_now())
    elif is_doubted(*written):
        raise texts.TextHeld()

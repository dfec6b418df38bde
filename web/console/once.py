"""A form that makes something makes it once, however often it is sent (design rule 2)."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable

from flask import request

from services import idempotency
from services.idempotency import Command, Outcome
from web.console.blueprint import console, current_actor
from web.lifecycle import utc_now

ONCE = "once"
LONGEST = 80


@console.app_template_global()
def new_key() -> str:
    """What a form that makes something carries: {{ forms.once(typed) }}."""
    return secrets.token_urlsafe(16)


def make_once(make: Callable[[], int]) -> int:
    """Make something and answer its id; a form sent again answers the id of what it made the first time."""
    key = request.form.get(ONCE, "")
    if not 0 < len(key) <= LONGEST:
        return make()
    said = "\n".join(f"{name}={value}" for name, value in request.form.items(multi=True) if name != "csrf_token")
    command = Command(current_actor().person.id, key, hashlib.sha256(f"{request.path}\n{said}".encode()).hexdigest())
    made = idempotency.carry_out(command, lambda: Outcome(201, make()), now=utc_now()).resource_id
    assert made is not None, "what is made has an id"
    return made

"""Carrying out a command once, however often the phone repeats it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import g, request

from services import idempotency
from services.errors import Invalid
from services.idempotency import Command, Outcome
from web.api.blueprint import current_actor
from web.lifecycle import utc_now

LONGEST_KEY = 80


def perform(act: Callable[[], Outcome], *, expected: Outcome = idempotency.UNDECIDED) -> Outcome:
    """Act under the request's Idempotency-Key, if it has one; `expected` is how it will most likely end."""
    return idempotency.carry_out(_command(), act, expected=expected, now=utc_now())


def performed_before() -> Outcome | None:
    """What this very request did before: for handlers that ask WeChat first, so that a repeat does not."""
    command = _command()
    return idempotency.outcome_of(command) if command else None


def _command() -> Command | None:
    if "command" not in g:
        g.command = _read_command()
    return g.command


def _read_command() -> Command | None:
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key:
        return None
    if len(key) > LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid("idempotency_key_invalid", "请求的格式不对，请更新小程序后再试")
    said = b"\n".join([request.method.encode(), request.path.encode(), request.get_data()])
    return Command(current_actor().person.id, key, hashlib.sha256(said).hexdigest())

"""Carrying out a command once, however often the phone repeats it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import current_app, g, request

from services import idempotency, texts
from services.double_taps import look_again
from services.errors import Invalid
from services.idempotency import Command, Outcome
from web.api.blueprint import current_actor, read_actor_anew
from web.lifecycle import utc_now

LONGEST_KEY = 80


def perform(act: Callable[[], Outcome], *, expected: Outcome = idempotency.UNDECIDED) -> Outcome:
    """Act under the request's Idempotency-Key, if it has one; `expected` is how it will most likely end."""
    return idempotency.carry_out(_command(), act, expected=expected, now=utc_now())


def performed_before() -> Outcome | None:
    """What this very request did before: for handlers that ask WeChat first, so that a repeat does not."""
    command = _command()
    return idempotency.outcome_of(command) if command else None


def performed_meanwhile() -> Outcome | None:
    """What this very request did in other hands just now, though it had not been written down when we looked."""
    return look_again(_performed_by_whoever_i_am_now) if _command() else None


def _performed_by_whoever_i_am_now() -> Outcome | None:
    read_actor_anew()
    g.pop("command", None)  # it says whose it is
    return performed_before()


def refuse_doubtful(field: str, *written: str | None) -> None:
    """For a few words that cannot wait for a person: raise Invalid unless WeChat passes them."""
    if texts.needs_a_person(current_app.extensions["mini_program"], written, by=current_actor()):
        raise Invalid("text_refused", "这段文字现在不能提交，请换一种说法，或到村里说", {field: "请换一种说法"})


def perform_told(act: Callable[[], Outcome], *written: str | None, is_released: bool) -> Outcome:
    """Act on what a seat writes to others: raises TextHeld unless WeChat passes it or its writer answers for it."""
    done = performed_before()
    if done is not None:
        return done
    refuse_untold(*written, is_released=is_released)

    def act_and_note() -> Outcome:
        outcome = act()
        if is_released and any(written):
            texts.note_release(str(request.endpoint), by=current_actor(), now=utc_now())
        return outcome

    return perform(act_and_note)


def refuse_untold(*written: str | None, is_released: bool) -> None:
    """Raise TextHeld unless WeChat passes what a seat wrote, or the seat answers for it."""
    gateway = current_app.extensions["mini_program"]
    if not is_released and texts.needs_a_person(gateway, written, by=current_actor()):
        raise texts.TextHeld()


def _command() -> Command | None:
    if "command" not in g:
        g.command = _read_command()
    return g.command


def _read_command() -> Command | None:
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    key = key.strip()  # empty, too, where it was not ASCII: the server passes such a header on without its value
    if not 0 < len(key) <= LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise Invalid("idempotency_key_invalid", "请求的格式不对，请更新小程序后再试")
    said = b"\n".join([request.method.encode(), request.path.encode(), request.get_data()])
    return Command(current_actor().person.id, key, hashlib.sha256(said).hexdigest())

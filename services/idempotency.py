"""A command and its repeat: one effect, one outcome (design rule 2)."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from models.hot_queries import every_command as hot
from models.idempotency import IdempotencyKey
from models.unit_of_work import unit_of_work
from services.errors import Invalid

KEPT = datetime.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Command:
    """One person's act under the key their phone gave it; `request_hash` covers method, path and body."""

    person_id: int
    key: str
    request_hash: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did: the HTTP status it is answered with and the row it is about.

    `person_id` is given only by binding, which moves a visitor's rows, this one too, to that person.
    """

    status: int
    resource_id: int | None
    person_id: int | None = None


UNDECIDED = Outcome(0, None)


class KeyReused(Invalid):
    code = "idempotency_key_reused"
    message = "这个请求和之前的不一样，请返回后重新操作"


def outcome_of(command: Command) -> Outcome | None:
    """What this very command did before, if it did; raises KeyReused for the key of another command."""
    row = hot.idempotency_key.first(IdempotencyKey, person=command.person_id, key=command.key)
    if row is None:
        return None
    if row.request_hash != command.request_hash:
        raise KeyReused()
    return Outcome(row.status, row.resource_id)


@unit_of_work
def carry_out(
    command: Command | None,
    act: Callable[[], Outcome],
    *,
    expected: Outcome = UNDECIDED,
    now: datetime.datetime,
) -> Outcome:
    """Act once per command, and remember the outcome with the act itself.

    The key is written first: a rival with the same key waits for it and then reads the outcome. Where
    the outcome can be `expected`, it is written with the key and need not be written again.
    A refusal is not remembered, because it rolls everything back: a repeat is judged anew.
    """
    if command is None:
        return act()
    is_first = hot.add_idempotency_key.count(
        person=command.person_id,
        key=command.key,
        request_hash=command.request_hash,
        status=expected.status,
        resource_id=expected.resource_id,
        now=now,
    )
    if not is_first:
        done = outcome_of(command)
        assert done is not None, "the key that stood in the way is committed"
        return done
    outcome = act()
    if outcome == expected:
        return outcome
    hot.settle_idempotency_key.run(
        person=outcome.person_id or command.person_id,
        key=command.key,
        status=outcome.status,
        resource_id=outcome.resource_id,
    )
    return outcome


@unit_of_work
def forget_old_keys(*, now: datetime.datetime) -> int:
    """Delete keys that no phone will repeat any more; answers how many."""
    deleted: int = IdempotencyKey.delete().where(IdempotencyKey.created_at < now - KEPT).execute()
    return deleted

"""What the leading worker does by the clock. Each job may be fired twice without harm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from config.clock import Clock
from services import (
    companions,
    event_upkeep,
    idempotency,
    identities,
    leases,
    make_up_tasks,
    outbox,
    party_day_upkeep,
    wish_contacts,
    wish_upkeep,
)


@dataclass(frozen=True, slots=True)
class Job:
    """`run` is called every so many seconds on the leading worker, once per slot."""

    name: str
    every_seconds: float
    run: Callable[[], object]


def jobs_of(clock: Clock, *, pace: float = 1.0, has_quiet_hours: bool) -> list[Job]:
    """The timetable. `pace` < 1 makes it brisker: on a desk nobody waits a minute for a moved clock."""
    quiet = has_quiet_hours
    minute, hour = 60 * pace, 3600 * pace
    return [
        Job("remind_idle_claims", minute, lambda: wish_upkeep.remind_idle_claims(now=clock())),
        Job("release_idle_claims", minute, lambda: wish_upkeep.release_idle_claims(now=clock())),
        Job("expire_wishes", minute, lambda: wish_upkeep.expire_wishes(now=clock())),
        Job("ask_for_follow_up", minute, lambda: wish_upkeep.ask_for_follow_up(now=clock())),
        Job("erase_old_contacts", hour, lambda: wish_contacts.erase_old_contacts(now=clock())),
        Job("give_up_lost_messages", minute / 2, outbox.give_up_lost),
        Job("forget_old_login_codes", hour, lambda: identities.forget_old_codes(now=clock())),
        Job("forget_old_keys", hour, lambda: idempotency.forget_old_keys(now=clock())),
        Job("forget_old_runs", hour, leases.forget_old_runs),
        Job("remind_of_events", minute, lambda: event_upkeep.remind_of_events(has_quiet_hours=quiet, now=clock())),
        Job("erase_old_companions", hour, lambda: companions.erase_old_companions(now=clock())),
        Job("remind_of_party_days", minute, lambda: party_day_upkeep.remind(has_quiet_hours=quiet, now=clock())),
        Job("freeze_party_day_lists", minute, lambda: party_day_upkeep.freeze_lists(now=clock())),
        Job("close_party_days", minute, lambda: party_day_upkeep.close_party_days(now=clock())),
        Job("open_make_ups", minute, lambda: make_up_tasks.open_make_ups(now=clock())),
    ]

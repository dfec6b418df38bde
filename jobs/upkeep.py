"""What the leading worker does by the clock. Each job may be fired twice without harm."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from config.clock import Clock
from models.photos import Photo
from models.table_sizes import learn_sizes
from services import (
    companions,
    complaints,
    desk_log_ins,
    event_hours,
    event_upkeep,
    idempotency,
    identities,
    leases,
    make_up_tasks,
    outbox,
    party_day_upkeep,
    photo_checks,
    photo_links,
    photos,
    push_work,
    quotas,
    retention,
    series_events,
    tasks,
    wish_contacts,
    wish_escalation,
    wish_upkeep,
)
from services.photo_checks import ImageChecker
from services.photo_stores import PhotoStore


@dataclass(frozen=True, slots=True)
class Job:
    """`run` is called every so many seconds on the leading worker, once per slot."""

    name: str
    every_seconds: float
    run: Callable[[], object]


def jobs_of(
    clock: Clock,
    *,
    pace: float = 1.0,
    has_quiet_hours: bool,
    quotas_allowed: Mapping[str, int],
    photo_store: PhotoStore,
    checker: ImageChecker,
    public_url: str,
) -> list[Job]:
    """The timetable. `pace` < 1 makes it brisker: on a desk nobody waits a minute for a moved clock."""
    quiet = has_quiet_hours

    def address_of(photo: Photo) -> str | None:
        path = photo_links.link_for_check(photo, now=clock())
        return path and public_url + path

    minute, hour = 60 * pace, 3600 * pace
    return [
        Job("remind_idle_claims", minute, lambda: wish_upkeep.remind_idle_claims(now=clock())),
        Job("release_idle_claims", minute, lambda: wish_upkeep.release_idle_claims(now=clock())),
        Job("tell_area_leads", minute, lambda: wish_escalation.tell_area_leads(now=clock())),
        Job("put_on_fallback_lists", minute, lambda: wish_escalation.put_on_fallback_lists(now=clock())),
        Job("expire_wishes", minute, lambda: wish_upkeep.expire_wishes(now=clock())),
        Job("ask_for_follow_up", minute, lambda: wish_upkeep.ask_for_follow_up(now=clock())),
        Job("erase_old_contacts", hour, lambda: wish_contacts.erase_old_contacts(now=clock())),
        Job("give_up_lost_messages", minute / 2, outbox.give_up_lost),
        Job("forget_old_login_codes", hour, lambda: identities.forget_old_codes(now=clock())),
        Job("forget_old_keys", hour, lambda: idempotency.forget_old_keys(now=clock())),
        Job("forget_old_runs", hour, leases.forget_old_runs),
        Job("learn_table_sizes", hour, learn_sizes),
        Job("warn_of_quotas", minute, lambda: quotas.warn_of_quotas(quotas_allowed, now=clock())),
        Job("forget_old_uses", hour, lambda: quotas.forget_old_uses(now=clock())),
        Job("forget_old_pushes", hour, lambda: push_work.forget_old_pushes(now=clock())),
        Job("remind_of_events", minute, lambda: event_upkeep.remind_of_events(has_quiet_hours=quiet, now=clock())),
        Job("put_up_series_events", minute, lambda: series_events.put_up_series_events(now=clock())),
        Job("settle_scanned_events", minute, lambda: event_hours.settle_scanned_events(now=clock())),
        Job("erase_old_companions", hour, lambda: companions.erase_old_companions(now=clock())),
        Job("remind_of_party_days", minute, lambda: party_day_upkeep.remind(has_quiet_hours=quiet, now=clock())),
        Job("freeze_party_day_lists", minute, lambda: party_day_upkeep.freeze_lists(now=clock())),
        Job("close_party_days", minute, lambda: party_day_upkeep.close_party_days(now=clock())),
        Job("forget_old_desk_log_ins", hour, lambda: desk_log_ins.forget_old_log_ins(now=clock())),
        Job("forget_old_tasks", hour, lambda: tasks.forget_old_tasks(now=clock())),
        Job("open_make_ups", minute, lambda: make_up_tasks.open_make_ups(now=clock())),
        Job("erase_old_requests", hour, lambda: retention.erase_old_requests(now=clock())),
        Job("erase_old_complaints", hour, lambda: retention.erase_old_complaints(now=clock())),
        Job("forget_old_sessions", hour, lambda: retention.forget_old_sessions(now=clock())),
        Job("alert_of_overdue", minute, lambda: complaints.alert_of_overdue(now=clock())),
        Job("check_photos", minute, lambda: photo_checks.ask_for_checks(checker, address_of, now=clock())),
        Job("erase_photos", minute, lambda: photos.erase_photos(photo_store, now=clock())),
    ]

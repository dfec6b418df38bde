"""Pages for secretaries and the township office. A module holds one noun: authenticate, validate, call, render."""

from __future__ import annotations

from flask import Flask

from web.console import (
    alliances,
    appointments,
    area,
    articles,
    assets,
    audit,
    board,
    bundles,
    complaints,
    delegations,
    duplicates,
    event_forms,
    event_rolls,
    events,
    exports,
    floating,
    group_lists,
    joint_party_days,
    log_in,
    meeting_photos,
    meetings,
    minutes,
    notice_calls,
    notice_decisions,
    notice_writing,
    notices,
    organisations,
    party_day_codes,
    party_day_forms,
    party_day_papers,
    party_day_people,
    party_day_plans,
    party_days,
    people,
    photos,
    polls,
    proxies,
    publications,
    reports,
    requests,
    roster_import,
    series,
    sessions,
    sharing,
    tasks,
    today,
    transfers,
    wish_follow_ups,
    wish_intake,
    wish_verification,
    wishes,
)
from web.console.blueprint import console
from web.console.security import secure

__all__ = ["console", "register"]

# Importing a module adds its pages to the blueprint. (The menu is in navigation.py.)
PAGES = (
    *(log_in, sessions, assets),
    *(today, tasks),
    *(wishes, wish_verification, wish_follow_ups, wish_intake),
    *(people, roster_import, duplicates, floating, transfers, requests, proxies),
    *(organisations, appointments, delegations, alliances, area),
    *(party_days, party_day_forms, party_day_plans, party_day_people, party_day_papers, party_day_codes),
    *(joint_party_days, minutes, meeting_photos, polls, meetings),
    *(events, event_forms, event_rolls, series, group_lists),
    *(photos, articles, publications, sharing),
    *(notices, notice_writing, notice_decisions, notice_calls),
    *(complaints, reports, bundles, audit, exports),
)


def register(app: Flask) -> None:
    secure(app)
    app.register_blueprint(console)
    app.register_blueprint(board.bp)

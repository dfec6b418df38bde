"""JSON for the mini-program. Each module holds one noun's handlers: authenticate, validate, call, present."""

from __future__ import annotations

from flask_openapi3 import OpenAPI

from web.api import (
    about,
    alliances,
    audiences,
    binding,
    check_ins,
    claims,
    complaints,
    desk_log_ins,
    document,
    event_check_ins,
    event_rolls,
    events,
    follow_codes,
    grants,
    group_lists,
    home,
    hours,
    inbox,
    leaves,
    me,
    my_data,
    notice_decisions,
    notice_reports,
    notices,
    organisations,
    party_day_guests,
    party_day_plans,
    party_day_rolls,
    party_days,
    people,
    photos,
    polls,
    proxies,
    secretary,
    session,
    sign_ups,
    skills,
    wish_notes,
    wishes,
)
from web.api.blueprint import api

__all__ = ["api", "register"]

# Importing a module adds its handlers to the blueprint, in the order the reference lists them.
HANDLERS = (
    *(session, about, me, my_data, proxies, binding, organisations, people, secretary, home, inbox),
    *(wishes, claims, wish_notes, photos),
    *(alliances, complaints),
    *(events, sign_ups, event_check_ins, event_rolls, hours, skills),
    *(party_days, party_day_plans, check_ins, party_day_rolls, party_day_guests, leaves, polls),
    *(group_lists, audiences, notices, notice_decisions, notice_reports, grants, follow_codes),
    *(desk_log_ins,),
)


def register(app: OpenAPI) -> None:
    app.register_api(api)
    document.complete(app)

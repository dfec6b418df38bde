"""JSON for the mini-program. Each module holds one noun's handlers: authenticate, validate, call, present."""

from __future__ import annotations

from flask_openapi3 import OpenAPI

from web.api import (
    binding,
    check_ins,
    claims,
    document,
    event_rolls,
    events,
    grants,
    home,
    hours,
    inbox,
    leaves,
    me,
    notice_reports,
    notices,
    organisations,
    party_day_guests,
    party_day_plans,
    party_day_rolls,
    party_days,
    secretary,
    session,
    sign_ups,
    wishes,
)
from web.api.blueprint import api

__all__ = ["api", "register"]

# Importing a module adds its handlers to the blueprint, in the order the reference lists them.
HANDLERS = (
    *(session, me, binding, organisations, secretary, home, inbox),
    *(wishes, claims),
    *(events, sign_ups, event_rolls, hours),
    *(party_days, party_day_plans, check_ins, party_day_rolls, party_day_guests, leaves),
    *(notices, notice_reports, grants),
)


def register(app: OpenAPI) -> None:
    app.register_api(api)
    document.complete(app)

"""JSON for the mini-program. Each module holds one noun's handlers: authenticate, validate, call, present."""

from __future__ import annotations

from flask_openapi3 import OpenAPI

from web.api import (
    binding,
    claims,
    document,
    event_rolls,
    events,
    home,
    hours,
    inbox,
    me,
    organisations,
    session,
    sign_ups,
    wishes,
)
from web.api.blueprint import api

__all__ = ["api", "register"]

# Importing a module adds its handlers to the blueprint.
HANDLERS = (session, me, binding, organisations, home, wishes, claims, inbox, events, sign_ups, event_rolls, hours)


def register(app: OpenAPI) -> None:
    app.register_api(api)
    document.complete(app)

"""The first page: what needs me today, each item two clicks from done (features C1)."""

from __future__ import annotations

import datetime

from services.permissions import Actor
from web.console.article_to_do import waiting_articles
from web.console.blueprint import console, current_actor
from web.console.complaint_to_do import waiting_complaints
from web.console.event_to_do import waiting_events
from web.console.notice_to_do import waiting_notices
from web.console.page import Page, page
from web.console.party_day_to_do import waiting_party_days
from web.console.people_to_do import due_in_alliance, due_in_area, due_in_county, waiting_people
from web.console.photo_to_do import waiting_photos
from web.console.to_do import Item, Source
from web.console.wish_to_do import waiting_wishes
from web.lifecycle import utc_now

# Each part of the console asks one question of its own; a seat that has nothing to do with it gets no answer.
SOURCES: tuple[Source, ...] = (
    waiting_party_days,
    waiting_wishes,
    waiting_events,
    waiting_people,
    waiting_notices,
    waiting_complaints,
    waiting_photos,
    waiting_articles,
    due_in_area,
    due_in_alliance,
    due_in_county,
)


@console.get("/")
def show_today() -> Page:
    """What needs me today."""
    return page("today.html", items=items_for(current_actor(), now=utc_now()))


def items_for(actor: Actor, *, now: datetime.datetime) -> list[Item]:
    """Late things first, then as the sources are listed; what is empty is left out."""
    found = [item for source in SOURCES for item in source(actor, now) if item.count]
    return sorted(found, key=lambda item: not item.is_late)

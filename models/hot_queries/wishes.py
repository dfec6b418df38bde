"""Showing wishes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import peewee

from models.compiled import Compiled, slot
from models.organisations import Organisation
from models.wishes import Claim, ProgressNote, Wish

# What of its organisation a wish in a list needs.
ORGANISATION = (Organisation.id, Organisation.name, Organisation.path)

wish = Compiled(lambda: Wish.select(Wish, Organisation).join(Organisation).where(Wish.id == slot("wish", Wish.id)))


def newest_wishes_where(*conditions: Callable[[Any], peewee.Expression]) -> peewee.ModelSelect[Wish]:
    """A page of wishes in one state, newest first.

    The ids come first, from the index alone: left to itself PostgreSQL walks back through all wishes,
    reads each and throws most away.
    """
    newest: Any = Wish.alias()
    page = (
        newest.select(newest.id)
        .where(
            *(condition(newest) for condition in conditions),
            newest.status == slot("status", Wish.status),
            newest.id < slot("before", Wish.id),
        )
        .order_by(newest.id.desc())
        .limit(slot("limit", Wish.id))
    )
    return Wish.select(Wish).join(page, on=(Wish.id == page.c.id)).order_by(Wish.id.desc())


newest_wishes = Compiled(
    lambda: (
        newest_wishes_where().select_extend(*ORGANISATION).join(Organisation, on=(Wish.organisation == Organisation.id))
    )
)
newest_wishes_of = Compiled(
    lambda: newest_wishes_where(lambda wish: wish.organisation == slot("organisation", Wish.organisation))
)

held_claims_between = Compiled(
    lambda: Claim.select().where(
        Claim.person == slot("person", Claim.person),
        Claim.is_held == 1,
        Claim.wish >= slot("first", Claim.wish),
        Claim.wish <= slot("last", Claim.wish),
    )
)

notes_of_wish = Compiled(
    lambda: (
        ProgressNote.select(ProgressNote, Claim.person.alias("person_id"))
        .join(Claim)
        .where(Claim.wish == slot("wish", Claim.wish))
        .order_by(ProgressNote.id)
    )
)

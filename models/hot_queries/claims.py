"""Claiming a wish."""

from __future__ import annotations

import peewee
from peewee import Case

from models.compiled import Compiled, slot
from models.hot_queries.wishes import ORGANISATION
from models.organisations import Organisation
from models.people import Person
from models.wishes import Claim, ClaimStatus, Wish, WishStatus

# Of many rivals for a wish all but one need only this of it.
status_and_my_claims = Compiled(
    lambda: (
        Wish.select(Wish.status, Claim.id.alias("my_claim_id"))
        .join(
            Claim,
            peewee.JOIN.LEFT_OUTER,
            on=((Claim.wish == Wish.id) & (Claim.person == slot("person", Claim.person))),
        )
        .where(Wish.id == slot("wish", Wish.id))
    )
)

wish_with_my_claim = Compiled(
    lambda: (
        Wish.select(Wish, *ORGANISATION, Claim.id.alias("my_claim_id"))
        .join(Organisation)
        .switch(Wish)
        .join(
            Claim,
            peewee.JOIN.LEFT_OUTER,
            on=((Claim.wish == Wish.id) & (Claim.person == slot("person", Claim.person)) & (Claim.is_held == 1)),
        )
        .where(Wish.id == slot("wish", Wish.id))
    )
)


def _take_share() -> peewee.Query:
    """One share fewer on the wall; with the last one the wish is in progress. The row count decides."""
    is_last = Wish.shares_taken + 1 >= Wish.shares_total
    return Wish.update(
        # MySQL evaluates SET from left to right, in the order the model declares: the status, which needs
        # the old count, stands before the count there.
        {
            Wish.status: Case(None, [(is_last, WishStatus.IN_PROGRESS.value)], WishStatus.OPEN.value),
            Wish.shares_taken: Wish.shares_taken + 1,
        }
    ).where(Wish.id == slot("wish", Wish.id), Wish.status == WishStatus.OPEN, Wish.shares_taken < Wish.shares_total)


take_share = Compiled(_take_share)

count_claim = Compiled(
    lambda: Person.update({Person.open_claims: Person.open_claims + 1}).where(
        Person.id == slot("person", Person.id), Person.open_claims < slot("limit", Person.open_claims)
    )
)

add_claim = Compiled(
    lambda: Claim.insert(
        {
            Claim.wish: slot("wish", Claim.wish),
            Claim.person: slot("person", Claim.person),
            Claim.status: ClaimStatus.ACTIVE,
            Claim.is_held: 1,
            Claim.claimed_at: slot("now", Claim.claimed_at),
            Claim.last_progress_at: slot("now", Claim.last_progress_at),
        }
    )
)

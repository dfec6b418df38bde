"""What a helper does next, in a sentence."""

from __future__ import annotations

import datetime

from models.wishes import Claim, ClaimStatus, Wish
from services import policies
from services.permissions import Actor
from services.wish_contacts import may_see_contact


def next_step(wish: Wish, claim: Claim, *, by: Actor, now: datetime.datetime) -> str:
    """The next step of whoever holds this claim; helpers without the contact deliver through the village."""
    if claim.status is ClaimStatus.DELIVERED:
        return "已经办好，等对方确认"
    if claim.status is ClaimStatus.CONFIRMED:
        return "对方已确认，谢谢您"
    days = policies.value("wish.idle_remind_days", wish.organisation, now=now)
    if may_see_contact(wish, claim, by):
        return f"请在 {days} 天内联系对方；办一步写一句进展，办好后点“我已办好”"
    return f"请在 {days} 天内把东西或心意交到{wish.organisation.name}，由村里转交"

"""Wishes from paper 心愿卡, a pile at a time (features W1)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from models.appointments import Function
from models.organisations import Organisation
from models.unit_of_work import unit_of_work
from models.wishes import Wish
from services.errors import Invalid
from services.permissions import Actor
from services.wishes import WishText, make_wish

MOST_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Card:
    """One card: where it lies in the pile, what it says, whether WeChat doubts its words."""

    place: int
    text: WishText
    is_held: bool


@unit_of_work
def take_in_cards(
    cards: Sequence[Card], organisation: Organisation, *, by: Actor, now: datetime.datetime
) -> list[Wish]:
    """Take in all of them, or none: each waits to be verified like any other.

    Raises Invalid with the fields of the card that is wrong, as in `title-3`.
    """
    by.require(Function.TAKE_IN_WISHES, organisation)
    if not cards:
        raise Invalid("no_cards", "请至少填写一张心愿卡")
    return [_take_in(card, organisation, by=by, now=now) for card in cards]


def _take_in(card: Card, organisation: Organisation, *, by: Actor, now: datetime.datetime) -> Wish:
    try:
        return make_wish(card.text, organisation, is_held=card.is_held, by=by, now=now)
    except Invalid as refusal:
        names = {"phone": "contact_phone"}
        fields = {f"{names.get(name, name)}-{card.place}": said for name, said in refusal.fields.items()}
        raise Invalid(refusal.code, f"第 {card.place} 张：{refusal.message}", fields) from refusal

"""Taking in wishes at the desk, from paper 心愿卡: as many as lie there (features W1)."""

from __future__ import annotations

from typing import Any

from flask import current_app, request
from pydantic import Field, ValidationError

from models.appointments import Function
from models.wishes import WishKind
from services import organisations, texts, wish_desk
from services.errors import Invalid
from services.wish_cards import MOST_AT_ONCE, Card, take_in_cards
from services.wishes import WishText
from web.console.blueprint import console, current_actor
from web.console.choices import branches_for
from web.console.forms import Form, Maybe, Typed, submit
from web.console.once import make_once
from web.console.page import Page, go, page
from web.errors import fields_of
from web.fields import Id, Text
from web.lifecycle import utc_now

ROWS = 5


class CardsForm(Form):
    organisation_id: Id


class CardForm(Form):
    """One card; its fields are numbered, as in `title-3`."""

    wisher_name: Text = Field(min_length=1, max_length=30)
    contact_phone: Text = Field("", max_length=20)
    title: Text = Field(min_length=1, max_length=40)
    detail: Text = Field("", max_length=500)
    kind: WishKind
    estimated_value: Maybe[int] = Field(None, ge=0, le=1_000_000)
    is_for_child: bool = False
    may_show_name: bool = False


@console.get("/wishes/cards")
def show_cards() -> Page:
    """An empty pile."""
    current_actor().require_somewhere(Function.TAKE_IN_WISHES)
    return _page(Typed())


@console.get("/wishes/cards/<int:place>")
def show_card(place: int) -> Page:
    """One more empty card."""
    return page("parts/wish_card_form.html", typed=Typed(), place=min(place, MOST_AT_ONCE), most=MOST_AT_ONCE)


@console.post("/wishes/cards")
def take_in() -> Page:
    """All the cards, or none and what is wrong with which."""
    current_actor().require_somewhere(Function.TAKE_IN_WISHES)

    def act(form: CardsForm) -> Page:
        organisation = organisations.get_organisation(form.organisation_id)
        cards = _cards()
        make_once(lambda: take_in_cards(cards, organisation, by=current_actor(), now=utc_now())[-1].id)
        return _on_to_verifying(f"{len(cards)} 张心愿卡已登记，核实后上墙")

    return submit(CardsForm, act, again=_page)


def _on_to_verifying(said: str) -> Page:
    """Whoever may verify goes on with the wish that waits longest; each leads to the next."""
    waiting = wish_desk.next_to_verify(to=current_actor())
    if waiting is None:
        return go("console.list_wishes", said, status="pending")
    return go("console.show_verification", said, wish_id=waiting.id)


def _cards() -> list[Card]:
    """What was filled in. Raises Invalid with everything that is wrong on any card."""
    wrong: dict[str, str] = {}
    read: list[tuple[int, CardForm]] = []
    for place in range(1, MOST_AT_ONCE + 1):
        said = _said_on(place)
        if not any(said.get(name) for name in ("wisher_name", "title", "detail", "contact_phone")):
            continue
        try:
            read.append((place, CardForm.model_validate(said)))
        except ValidationError as error:
            wrong |= {f"{name}-{place}": message for name, message in fields_of(error).items()}
    if wrong:
        raise Invalid(fields=wrong)
    return [Card(place, _text(form), is_held=_is_held(form)) for place, form in read]


def _said_on(place: int) -> dict[str, Any]:
    names = CardForm.model_fields
    return {name: request.form[f"{name}-{place}"] for name in names if f"{name}-{place}" in request.form}


def _text(form: CardForm) -> WishText:
    return WishText(**{**form.model_dump(exclude={"released"}), "contact_phone": form.contact_phone or None})


def _is_held(form: CardForm) -> bool:
    gateway = current_app.extensions["mini_program"]
    return texts.needs_a_person(gateway, [form.title, form.detail], by=current_actor())


def _page(typed: Typed) -> Page:
    filled_in = [place for place in range(1, MOST_AT_ONCE + 1) if f"title-{place}" in typed.values]
    places = branches_for(current_actor(), Function.TAKE_IN_WISHES)
    return page("wish_cards.html", typed=typed, places=places, cards=max(filled_in, default=ROWS), most=MOST_AT_ONCE)

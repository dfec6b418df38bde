"""Micro-wishes: the wall, one wish, making, changing, verifying, withdrawing."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Annotated, Literal

from flask import Response, current_app
from pydantic import Field

from models.organisations import Organisation
from models.wishes import WishKind, WishStatus
from services import organisations, texts, wish_contacts, wish_preview, wishes
from services.idempotency import Outcome
from services.wishes import WishText
from web.api.blueprint import api, current_actor
from web.api.commands import perform, perform_told, performed_before
from web.api.schemas import Answer, Body, Id, ListAnswer, Page, Text, ToldBody, part_of_list
from web.api.wish_answers import ContactAnswer, WishAnswer, present_one, present_wishes
from web.lifecycle import utc_now


class WishPath(Answer):
    wish_id: Id


class WishesQuery(Page):
    status: WishStatus | None = None
    organisation_id: Id | None = Field(None, description="Wishes of this organisation and all below it")
    mine: Literal["made", "claimed"] | None = None


Title = Annotated[Text, Field(min_length=1, max_length=40, examples=["一床厚棉被"])]
Detail = Annotated[Text, Field(max_length=500, examples=["天冷了，想要一床厚一点的棉被"])]
ContactPhone = Annotated[Text, Field(max_length=20, description="For the helper only; never public")]
Shares = Annotated[int, Field(ge=1, le=1000, description="How many may help together")]
Yuan = Annotated[int, Field(ge=0, le=1_000_000, description="In yuan; goods only")]
ForChild = Annotated[bool, Field(description="Under 14: no direct contact, visits go through the village")]
ShowName = Annotated[bool, Field(description="The wisher agrees to be named in public")]
IsDraft = Annotated[bool, Field(description="Keep it to myself for now")]
CAN_BE_CLEARED = ("wisher_name", "contact_phone", "estimated_value")


class MakeWishBody(Body):
    title: Title
    detail: Detail = ""
    kind: WishKind
    wisher_name: Text | None = Field(None, min_length=1, max_length=30, description="Of whom I look after")
    contact_phone: ContactPhone | None = None
    shares: Shares = 1
    estimated_value: Yuan | None = None
    is_for_child: ForChild = False
    may_show_name: ShowName = False
    is_draft: IsDraft = False
    organisation_id: Id | None = Field(None, description="My only seat, else my home, if left out")

    def to_text(self) -> WishText:
        return WishText(**self.model_dump(exclude={"is_draft", "organisation_id"}))


class ChangeWishBody(Body):
    title: Title | None = None
    detail: Detail | None = None
    kind: WishKind | None = None
    wisher_name: Text | None = Field(None, max_length=30, description="Of whom I look after; empty: it is for me")
    contact_phone: ContactPhone | None = Field(None, description="Empty: none any more")
    shares: Shares | None = None
    estimated_value: Yuan | None = None
    is_for_child: ForChild | None = None
    may_show_name: ShowName | None = None
    is_draft: IsDraft = False

    def applied_to(self, standing: WishText) -> WishText:
        said = self.model_dump(exclude_unset=True, exclude={"is_draft"})
        changes = {name: value for name, value in said.items() if value is not None or name in CAN_BE_CLEARED}
        return dataclasses.replace(standing, **changes)


class VerifyWishBody(ToldBody):
    decision: Literal["accept", "reject"]
    reason: Text = Field("", max_length=200)
    public_title: Text | None = Field(None, min_length=1, max_length=40)
    public_detail: Text | None = Field(None, max_length=500)
    public_name: Text | None = Field(None, min_length=1, max_length=40, examples=["东坑村一位老人"])
    version: int | None = Field(None, ge=0, description="Of the wish as I have read it; rewritten since, it is refused")


class WithdrawBody(ToldBody):
    reason: Text = Field("", max_length=200)


class RevealBody(Body):
    reason: Text = Field("", max_length=200, description="Why the contact is needed; logged")


@api.get("/wishes", operation_id="list_wishes", responses={200: ListAnswer[WishAnswer]})
def list_wishes(query: WishesQuery) -> Response:
    """Wishes I may see, newest first."""
    found = wishes.list_wishes(
        to=current_actor(),
        status=query.status,
        organisation=_organisation(query.organisation_id),
        mine=query.mine,
        before_id=query.after_id,
        limit=query.limit + 1,
    )
    items = present_wishes(found[: query.limit], to=current_actor())
    return part_of_list(items, [wish.id for wish in found], query.limit).to_response()


@api.get("/wishes/<int:wish_id>", operation_id="get_wish", responses={200: WishAnswer})
def get_wish(path: WishPath) -> Response:
    """One wish; with the wisher's contact for the helper who has it in hand (each look is logged)."""
    wish = wishes.get_wish(path.wish_id, to=current_actor())
    contact = wish_contacts.see_contact(wish, by=current_actor(), now=utc_now())
    return present_one(wish, to=current_actor(), contact=contact).to_response()


@api.post("/wishes", operation_id="make_wish", responses={201: WishAnswer})
def make_wish(body: MakeWishBody) -> Response:
    """Make a wish, for oneself or for someone one looks after; the village verifies it."""
    actor, now = current_actor(), utc_now()
    organisation = organisations.organisation_for(body.organisation_id, by=actor)

    def act(is_held: bool) -> Outcome:
        made = wishes.make_wish(
            body.to_text(), organisation, is_draft=body.is_draft, is_held=is_held, by=actor, now=now
        )
        return Outcome(201, made.id)

    return answer_with_wish(checked(act, body.title, body.detail))


@api.patch("/wishes/<int:wish_id>", operation_id="change_wish", responses={200: WishAnswer})
def change_wish(path: WishPath, body: ChangeWishBody) -> Response:
    """Change my wish before it is public: what is left out stays; a rejected one goes back to the village."""
    actor, now = current_actor(), utc_now()
    text = body.applied_to(wishes.text_of(wishes.get_wish(path.wish_id, to=actor)))
    is_held = texts.needs_a_person(current_app.extensions["mini_program"], [text.title, text.detail], by=actor)
    wishes.change_wish(path.wish_id, text, is_draft=body.is_draft, is_held=is_held, by=actor, now=now)
    return answer_with_wish(Outcome(200, path.wish_id))


@api.post("/wishes/<int:wish_id>/verification", operation_id="verify_wish", responses={200: WishAnswer})
def verify_wish(path: WishPath, body: VerifyWishBody) -> Response:
    """Put a wish on the wall exactly as it reads here, or send it back with a reason."""
    actor, now = current_actor(), utc_now()
    wish = wishes.get_wish(path.wish_id, to=actor)
    public = (body.public_title, body.public_detail, body.public_name)
    written = [body.reason, *wish_preview.newly_written(wish, *public, now=now)]

    def act() -> Outcome:
        wishes.verify_wish(path.wish_id, **body.model_dump(exclude={"is_released"}), by=actor, now=now)
        return Outcome(200, path.wish_id)

    return answer_with_wish(perform_told(act, *written, is_released=body.is_released))


@api.post("/wishes/<int:wish_id>/withdrawal", operation_id="withdraw_wish", responses={200: WishAnswer})
def withdraw_wish(path: WishPath, body: WithdrawBody) -> Response:
    """Take a wish back before it is fulfilled."""
    actor, now = current_actor(), utc_now()
    is_mine = wishes.get_wish(path.wish_id, to=actor).made_by_id == actor.person.id
    written = () if is_mine else (body.reason,)  # mine is read by the village alone

    def act() -> Outcome:
        wishes.withdraw_wish(path.wish_id, reason=body.reason, by=actor, now=now)
        return Outcome(200, path.wish_id)

    return answer_with_wish(perform_told(act, *written, is_released=body.is_released))


@api.post("/wishes/<int:wish_id>/contact", operation_id="reveal_contact", responses={200: ContactAnswer})
def reveal_contact(path: WishPath, body: RevealBody) -> Response:
    """The wisher's contact for the village's own seat; each reveal is logged."""
    wish = wishes.get_wish(path.wish_id, to=current_actor())
    perform(lambda: Outcome(200, wish.id))  # only its key: a repeat is another look, and is logged as one
    contact = wish_contacts.reveal_contact(wish, reason=body.reason, by=current_actor(), now=utc_now())
    return ContactAnswer(name=contact.name, phone=contact.phone).to_response()


def checked(act: Callable[[bool], Outcome], *written: str | None) -> Outcome:
    """Act after WeChat has read what was written; a repeat is not read again."""
    done = performed_before()
    if done is not None:
        return done
    is_held = texts.needs_a_person(current_app.extensions["mini_program"], written, by=current_actor())
    return perform(lambda: act(is_held))


def answer_with_wish(done: Outcome) -> Response:
    """The wish a command was about, as this person may see it today."""
    assert done.resource_id is not None, "every outcome here is about a wish"
    wish = wishes.get_wish(done.resource_id, to=current_actor())
    return present_one(wish, to=current_actor()).to_response(done.status)


def _organisation(organisation_id: int | None) -> Organisation | None:
    return organisations.get_organisation(organisation_id) if organisation_id else None

"""Verifying a wish: the card exactly as the wall will show it, then yes, or back with a reason."""

from __future__ import annotations

from flask import url_for
from pydantic import Field

from models.appointments import Function
from models.wishes import Wish
from services import wish_desk, wish_preview, wishes
from services.errors import Invalid
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.forms import EditForm, Typed, filled, read_leniently, submit
from web.console.page import Page, go, go_to, page
from web.console.reasons import ReasonForm
from web.fields import Text
from web.lifecycle import utc_now


class PublicForm(EditForm):
    """What the public reads."""

    title: Text = Field(min_length=1, max_length=40)
    detail: Text = Field("", max_length=500)
    public_name: Text = Field(min_length=1, max_length=40)


class RejectForm(EditForm, ReasonForm):
    """Why what was read goes back."""


@console.get("/wishes/<int:wish_id>/verification")
def show_verification(wish_id: int) -> Page:
    """What was asked for, and how it will read on the wall."""
    wish = _wish_to_verify(wish_id)
    return _page(wish, _as_written(wish))


@console.post("/wishes/<int:wish_id>/verification")
def accept_wish(wish_id: int) -> Page:
    """Put it on the wall as it reads here; then to the next one that waits."""
    wish = _wish_to_verify(wish_id)

    def act(form: PublicForm) -> Page:
        public = (form.title, form.detail, form.public_name)
        refuse_untold(form, *wish_preview.newly_written(wish, *public, now=utc_now()))
        wishes.verify_wish(
            wish_id,
            "accept",
            public_title=form.title,
            public_detail=form.detail,
            public_name=form.public_name,
            version=form.version,
            by=current_actor(),
            now=utc_now(),
        )
        return _on_to_next(f"「{form.title}」已上墙，有人认领会通知许愿的人")

    return submit(PublicForm, act, again=lambda typed: _page(_wish_to_verify(wish_id), typed))


@console.post("/wishes/<int:wish_id>/rejection")
def reject_wish(wish_id: int) -> Page:
    """Send it back with a reason."""
    wish = _wish_to_verify(wish_id)

    def act(form: RejectForm) -> Page:
        refuse_untold(form, form.reason)
        wishes.verify_wish(
            wish_id, "reject", reason=form.reason, version=form.version, by=current_actor(), now=utc_now()
        )
        return _on_to_next(f"「{wish.title}」已退回，对方会收到理由，改好可以再交")

    def again(typed: Typed) -> Page:
        present = _wish_to_verify(wish_id)
        return _page(present, _as_written(present), rejecting=typed)

    return submit(RejectForm, act, again=again)


@console.post("/wishes/<int:wish_id>/preview")
def preview_wish(wish_id: int) -> Page:
    """The card while it is being written, with what may not be public."""
    wish = _wish_to_verify(wish_id)
    typed = read_leniently()
    return page("parts/wish_card.html", **_card(wish, typed))


def _wish_to_verify(wish_id: int) -> Wish:
    actor = current_actor()
    wish = wish_desk.get_wish(wish_id, to=actor)
    actor.require(Function.VERIFY_WISHES, wish.organisation)
    return wish


def _as_written(wish: Wish) -> Typed:
    name = wish.public_name or wish_preview.default_public_name(wish.organisation, now=utc_now())
    return filled(title=wish.title, detail=wish.detail, public_name=name)


def _page(wish: Wish, typed: Typed, *, rejecting: Typed | None = None) -> Page:
    return page(
        "verification.html",
        typed=typed,
        present=_as_written(wish).values,
        rejecting=rejecting or Typed(),
        **_card(wish, typed),
    )


def _card(wish: Wish, typed: Typed) -> dict[str, object]:
    """The public card as the service would make it; `doubt` is what it would refuse, and why."""
    card = {name: typed[name] for name in ("title", "detail", "public_name")}
    try:
        return {"wish": wish, "card": wish_preview.public_preview(wish, *card.values(), now=utc_now()), "doubt": ""}
    except Invalid as refusal:
        return {"wish": wish, "card": card, "doubt": refusal.message}


def _on_to_next(said: str) -> Page:
    following = wish_desk.next_to_verify(to=current_actor())
    if following is None:
        return go("console.show_today", said)
    return go_to(url_for("console.show_verification", wish_id=following.id), f"{said}。下一件：")

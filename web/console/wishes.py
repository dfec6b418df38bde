"""Micro-wishes at the desk: the board by state, one wish with its history, its contact for a reason."""

from __future__ import annotations

from flask import request

from models.appointments import Function
from models.wishes import ClaimStatus, Wish, WishKind, WishStatus
from services import wish_contacts, wish_counts, wish_desk, wish_escalation, wishes
from services.history import history_of
from services.permissions import Actor
from services.wish_contacts import Contact
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.choices import branches_for, chosen_organisation
from web.console.confirming import ask_first
from web.console.forms import Typed, filled, submit
from web.console.page import Page, go, page
from web.console.queries import asked_id, asked_state, asked_text, asked_yes
from web.console.reasons import ReasonForm
from web.console.tables import Filter, rows_of
from web.lifecycle import utc_now

SORTS = {"title": Wish.title, "made": Wish.created_at, "status": Wish.status}
TABS = (
    WishStatus.PENDING,
    WishStatus.OPEN,
    WishStatus.IN_PROGRESS,
    WishStatus.AWAITING_CONFIRMATION,
    WishStatus.FULFILLED,
    WishStatus.REJECTED,
    WishStatus.EXPIRED,
    WishStatus.WITHDRAWN,
)


@console.get("/wishes")
def list_wishes() -> Page:
    """The board: wishes of my villages by state."""
    actor, now = current_actor(), utc_now()
    overdue = asked_text("overdue")
    found = wish_desk.find_wishes(
        to=actor,
        status=asked_state("status", WishStatus),
        kind=asked_state("kind", WishKind),
        organisation=chosen_organisation(asked_id("organisation")),
        text=asked_text("q"),
        is_overdue=overdue in ("yes", "on_its_way"),
        now=now,
    )
    if overdue == "on_its_way":
        found = found.where(wish_desk.ON_ITS_WAY)
    is_fallback = asked_yes("fallback")
    if is_fallback:
        found = found.where(wish_escalation.ON_FALLBACK_LIST)
    default = "made" if is_fallback else "-made"
    return page(
        "wishes.html",
        wishes=rows_of(found, sorts=SORTS, default=default, export="wishes", filters=_filters(actor)),
        counts=wish_counts.count_under_way(to=actor, now=now),
        tabs=TABS,
        may_take_in=bool(actor.paths_for(Function.TAKE_IN_WISHES)),
    )


def _filters(actor: Actor) -> list[Filter]:
    places = branches_for(actor, *wishes.WISH_FUNCTIONS)
    return [
        Filter("status", "状态", [*words.WISH_STATUS_NAMES.items()], is_link=True),
        Filter("overdue", "停住了的", [("yes", "只看这些"), ("on_its_way", "只看上墙以后的")], is_link=True),
        Filter("fallback", "镇兜底清单", [("yes", "只看这些")], is_link=True),
        Filter("q", "心愿或称呼"),
        Filter("kind", "种类", [*words.WISH_KIND_NAMES.items()]),
        *([Filter("organisation", "村或单位", places)] if len(places) > 1 else []),
    ]


@console.get("/wishes/<int:wish_id>")
def show_wish(wish_id: int) -> Page:
    """One wish with everybody who has it in hand and all that happened."""
    return wish_page(wish_desk.get_wish(wish_id, to=current_actor()))


@console.post("/wishes/<int:wish_id>/contact")
def reveal_contact(wish_id: int) -> Page:
    """The wisher's name and phone, for a reason that is logged. It is shown this once and stored nowhere."""
    wish = wish_desk.get_wish(wish_id, to=current_actor())

    def act(form: ReasonForm) -> Page:
        contact = wish_contacts.reveal_contact(wish, reason=form.reason, by=current_actor(), now=utc_now())
        return wish_page(wish, contact=contact)

    return submit(ReasonForm, act, again=lambda typed: wish_page(wish, asked=typed))


@console.post("/wishes/<int:wish_id>/withdrawal")
def withdraw_wish(wish_id: int) -> Page:
    """Take a wish off the wall, when it has settled itself or was a mistake."""
    actor = current_actor()
    wish = wish_desk.get_wish(wish_id, to=actor)

    def act(form: ReasonForm) -> Page:
        in_hand = sum(claim.status is ClaimStatus.ACTIVE for claim in wish_desk.claims_of(wish))
        lines = [f"「{wish.title}」从墙上撤下，不能再恢复。", f"{in_hand} 位认领人会收到消息，不用再办。"]
        question = ask_first(
            "撤回心愿", lines, yes="撤回这个心愿", back=request.path.rsplit("/", 1)[0], is_destructive=True
        )
        if question is not None:
            return question
        refuse_untold(form, form.reason)
        wishes.withdraw_wish(wish_id, reason=form.reason, by=actor, now=utc_now())
        return go("console.show_wish", f"「{wish.title}」已撤回", wish_id=wish_id)

    return submit(ReasonForm, act, again=lambda typed: wish_page(wish, withdrawing=typed))


@console.post("/wishes/notes/<int:note_id>/release")
def release_note(note_id: int) -> Page:
    """Let the others read a held word on progress."""
    wish = wish_desk.release_note(note_id, by=current_actor(), now=utc_now())
    return go("console.show_wish", "这句进展已公开", wish_id=wish.id)


@console.post("/wishes/notes/<int:note_id>/removal")
def drop_note(note_id: int) -> Page:
    """Delete a held word on progress; its writer is told."""
    wish = wish_desk.drop_note(note_id, by=current_actor(), now=utc_now())
    return go("console.show_wish", "这句进展已删去，写的人会收到消息", wish_id=wish.id)


def wish_page(
    wish: Wish,
    *,
    contact: Contact | None = None,
    asked: Typed | None = None,
    withdrawing: Typed | None = None,
    calling: Typed | None = None,
) -> Page:
    """The page of a wish, with whichever of its forms has just been refused."""
    actor, place = current_actor(), wish.organisation
    return page(
        "wish.html",
        wish=wish,
        contact=contact,
        asked=asked or filled(reason=""),
        withdrawing=withdrawing or Typed(),
        calling=calling or Typed(),
        claims=wish_desk.claims_of(wish),
        notes=wish_desk.notes_of(wish),
        history=history_of("wish", wish.id),
        has_phone=bool(wish.contact_phone or (wish.wisher and wish.wisher.phone)),
        may_verify=actor.may(Function.VERIFY_WISHES, place),
        may_see_contact=actor.may(Function.SEE_CONTACTS, place),
        may_follow_up=actor.may(Function.FOLLOW_UP_WISHES, place),
        tone=words.WISH_TONES[wish.status],
        is_withdrawable=wish.status in wishes.WITHDRAWABLE,
    )

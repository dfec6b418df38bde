"""Telling people outside the mini-program: text and card for the WeChat group, a link, a printed code (features N8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for

from services import events, group_cards, group_texts, notice_lists, notice_texts, page_links, party_days, wishes
from services.errors import NotFound, Unavailable
from services.group_cards import Card
from services.page_links import Target, event_page, notice_page, party_day_page, wish_page
from services.task_files import File
from web.console.blueprint import console, current_actor
from web.console.files import attachment
from web.console.page import Page, page
from web.lifecycle import utc_now

KINDS = "<any(events, 'party-days', wishes):kind>"
CARD_KINDS = "<any(events, 'party-days', wishes, notices):kind>"  # a notice's page also has the loudspeaker's text

# Where not everybody who sees the card in a group may read what it leads to.
WHO_CAN_OPEN = {
    "party-days": "名单上的人扫码能打开，别人打不开。",
    "notices": "通知发出以后，收件人扫码能打开，别人打不开。",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of one thing outside, the page its code opens, and the way back to it at the desk."""

    card: Card
    text: str
    target: Target
    back: str


@console.get(f"/{KINDS}/<int:number>/sharing")
def show_sharing(kind: str, number: int) -> Page:
    """Text, card, link and code for one event, Party day or public wish."""
    told = told_of(kind, number)
    link, problem = None, ""
    try:
        link = page_links.link_of(told.target, current_app.extensions["mini_program"], now=utc_now())
    except Unavailable as refusal:
        problem = refusal.message
    return page("sharing.html", told=told, link=link, problem=problem, shared=look_of(kind, number, told))


@console.get(f"/{CARD_KINDS}/<int:number>/sharing/card")
def fetch_card(kind: str, number: int) -> Page:
    """The card as a picture to send."""
    told = told_of(kind, number)
    return attachment(File(f"{told.card.kind} {told.card.title}.png", "image/png", _card_picture(told)))


@console.get(f"/{CARD_KINDS}/<int:number>/sharing/code")
def fetch_code(kind: str, number: int) -> Page:
    """The mini-program code as a picture to print."""
    told = told_of(kind, number)
    return attachment(File(f"小程序码 {told.card.title}.png", "image/png", _code_picture(told)))


@console.get(f"/{CARD_KINDS}/<int:number>/sharing/follow-code")
def fetch_follow_code(kind: str, number: int) -> Page:
    """The Official Account's code as a picture to print: who scans it follows, and is led here at once."""
    told = told_of(kind, number)
    account = current_app.extensions.get("official_account")
    if account is None:
        raise NotFound()
    picture = page_links.follow_code_of(told.target, account, now=utc_now())
    return attachment(File(f"关注公众号 {told.card.title}.png", "image/png", picture))


def look_of(kind: str, number: int, told: Told) -> dict[str, Any]:
    """What the page says about the card: where its pictures lie, or why there are none yet."""
    try:
        _code_picture(told)
        problem = ""
    except Unavailable as refusal:
        problem = refusal.message
    here = {"kind": kind, "number": number}
    return {
        "here": here,
        "problem": problem,
        "has_follow_code": current_app.extensions.get("official_account") is not None,
        "missing": told.card.missing_characters,
        "who_can_open": WHO_CAN_OPEN.get(kind, ""),
    }


def told_of(kind: str, number: int) -> Told:
    """Raises NotFound, NotAllowed."""
    return TOLD[kind](number)


def _code_picture(told: Told) -> bytes:
    return page_links.code_of(told.target, current_app.extensions["mini_program"], now=utc_now())


def _card_picture(told: Told) -> bytes:
    return group_cards.drawn(told.card, _code_picture(told))


def _of_event(number: int) -> Told:
    actor, now = current_actor(), utc_now()
    event, _ = events.event_to_run(number, by=actor, now=now)
    text = group_texts.of_event(number, to=actor, now=now)
    back = url_for("console.show_event", event_id=number)
    return Told(group_cards.of_event(event), text, event_page(number), back)


def _of_party_day(number: int) -> Told:
    text = group_texts.of_party_day(number, to=current_actor())
    card = group_cards.of_party_day(party_days.get_party_day(number, to=current_actor()))
    return Told(card, text, party_day_page(number), url_for("console.show_party_day", party_day_id=number))


def _of_wish(number: int) -> Told:
    wish = wishes.get_wish(number, to=current_actor())
    if not wish.is_public:
        raise NotFound()
    back = url_for("console.show_wish", wish_id=number)
    return Told(group_cards.of_wish(wish), group_texts.of_wish(wish), wish_page(number), back)


def _of_notice(number: int) -> Told:
    text = notice_texts.get_texts(number, to=current_actor()).group
    card = group_cards.of_notice(notice_lists.get_notice(number, to=current_actor()))
    return Told(card, text, notice_page(number), url_for("console.show_notice", notice_id=number))


TOLD: dict[str, Callable[[int], Told]] = {
    "events": _of_event,
    "party-days": _of_party_day,
    "wishes": _of_wish,
    "notices": _of_notice,
}

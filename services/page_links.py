"""Codes to print and links to send that open a page of the mini-program (wechat.md §1: both are counted, so kept)."""

from __future__ import annotations

import base64
import datetime
import io
from dataclasses import dataclass
from typing import Protocol

import qrcode

from models.page_links import PageCode, PageLink
from models.unit_of_work import unit_of_work
from services.errors import Unavailable
from wechat.errors import WeChatError

LINK_DAYS = 30
RENEW_BEFORE = datetime.timedelta(days=3)  # who gets a link should have a few days to open it


FOLLOW = "follow"  # as a kept code's version: it opens the Official Account's chat


@dataclass(frozen=True, slots=True)
class Target:
    """A page of the mini-program for one thing; `letter` is what stands in a code's scene (utils/scene.js).

    `noun` stands in the scene that the Official Account welcomes (services/chat.py).
    """

    letter: str
    noun: str
    page: str
    number: int

    @property
    def scene(self) -> str:
        return f"{self.letter}={self.number}"

    @property
    def follow_scene(self) -> str:
        return f"{self.noun}-{self.number}"

    @property
    def query(self) -> str:
        return f"id={self.number}"


def wish_page(number: int) -> Target:
    return Target("w", "wish", "wishes/wish/wish", number)


def event_page(number: int) -> Target:
    return Target("e", "event", "events/event/event", number)


def party_day_page(number: int) -> Target:
    return Target("p", "party-day", "party-days/day/day", number)


def notice_page(number: int) -> Target:
    return Target("n", "notice", "account/notice/notice", number)


class LinkGateway(Protocol):
    """The part of the mini-program's gateway that makes codes and links. Raises WeChatError."""

    @property
    def version(self) -> str: ...

    def code_picture(self, scene: str, page: str) -> bytes: ...

    def page_link(self, page: str, query: str, days: int) -> str: ...


class FollowGateway(Protocol):
    """The part of the Official Account's gateway that makes codes to follow it by. Raises WeChatError."""

    def follow_code(self, scene: str) -> str: ...


def code_of(target: Target, gateway: LinkGateway, *, now: datetime.datetime) -> bytes:
    """The picture to print; drawn by WeChat once. Raises Unavailable while WeChat does not draw it."""
    known = _kept_code(target.scene, gateway.version)
    if known is not None:
        return known
    try:
        picture = gateway.code_picture(target.scene, target.page)
    except WeChatError as error:
        raise Unavailable("wechat_unavailable", "微信暂时没有画出小程序码，请过一会儿再来") from error
    _keep_code(target.scene, gateway.version, picture, now=now)
    return picture


def follow_code_of(target: Target, account: FollowGateway, *, now: datetime.datetime) -> bytes:
    """The picture to print by which people follow the Official Account and are led to the page at once.

    Asked of WeChat once. Raises Unavailable while WeChat does not make it.
    """
    known = _kept_code(target.follow_scene, FOLLOW)
    if known is not None:
        return known
    try:
        picture = _drawn(account.follow_code(target.follow_scene))
    except WeChatError as error:
        raise Unavailable("wechat_unavailable", "微信暂时没有给出关注码，请过一会儿再来") from error
    _keep_code(target.follow_scene, FOLLOW, picture, now=now)
    return picture


def _drawn(text: str) -> bytes:
    code = qrcode.QRCode(border=4, box_size=12)
    code.add_data(text)
    written = io.BytesIO()
    code.make_image().save(written)
    return written.getvalue()


def _kept_code(scene: str, version: str) -> bytes | None:
    known = PageCode.get_or_none(scene=scene, version=version)
    return base64.b64decode(known.picture) if known is not None else None


def link_of(target: Target, gateway: LinkGateway, *, now: datetime.datetime) -> PageLink:
    """The link to send, with a few days at least to go. Raises Unavailable while WeChat does not make it."""
    known: PageLink | None = PageLink.get_or_none(scene=target.scene, version=gateway.version)
    if known is not None and known.expires_at > now + RENEW_BEFORE:
        return known
    try:
        link = gateway.page_link(target.page, target.query, LINK_DAYS)
    except WeChatError as error:
        raise Unavailable("wechat_unavailable", "微信暂时没有给出链接，请过一会儿再来") from error
    return _keep_link(target, gateway.version, link, now=now)


@unit_of_work
def _keep_code(scene: str, version: str, picture: bytes, *, now: datetime.datetime) -> None:
    """Whoever was first has drawn the same picture."""
    PageCode.insert(
        scene=scene, version=version, picture=base64.b64encode(picture).decode(), drawn_at=now
    ).on_conflict_ignore().execute()


@unit_of_work
def _keep_link(target: Target, version: str, link: str, *, now: datetime.datetime) -> PageLink:
    columns = {"link": link, "expires_at": now + datetime.timedelta(days=LINK_DAYS)}
    here = (PageLink.scene == target.scene) & (PageLink.version == version)
    if PageLink.update(**columns).where(here).execute() == 0:
        PageLink.create(scene=target.scene, version=version, **columns)
    kept: PageLink = PageLink.get(here)
    return kept

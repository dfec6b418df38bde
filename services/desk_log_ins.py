"""Entering the console by scanning: the desk shows a code, a phone confirms, the desk is let in once (features F2)."""

from __future__ import annotations

import datetime
import secrets
from dataclasses import dataclass
from typing import Literal, Protocol

from models.people import Identity, Person
from models.sessions import DeskLogIn, DeskLogInStatus
from models.unit_of_work import unit_of_work
from services import audit, policies, sessions
from services.errors import NotAllowed, NotFound, Unavailable, WrongState
from services.permissions import Actor
from wechat.errors import WeChatBusy, WeChatUnavailable

CODE_LASTS = datetime.timedelta(minutes=3)
PAGE = "account/desk/desk"


class CodeGateway(Protocol):
    """The part of the WeChat gateway that draws mini-program codes."""

    def code_picture(self, scene: str, page: str) -> bytes: ...


class Phone(Protocol):
    """A phone in sandbox mode, for somebody who has none in hand."""

    def open_mini_program(self, openid: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Asked:
    """A code to show. `code` goes into the picture, `secret` stays in the browser that asked."""

    code: str
    secret: str

    @property
    def scene(self) -> str:
        """What the mini-program code carries: 24 of the 32 characters that WeChat allows."""
        return f"d={self.code}"


@unit_of_work
def ask_to_enter(*, device: str, now: datetime.datetime) -> Asked:
    """Start a log-in for a desk nobody sits at yet; it waits three minutes for a phone.

    Anybody may ask, so only so many wait at a time: each costs a call to WeChat. Raises Unavailable.
    """
    waiting = DeskLogIn.select().where(DeskLogIn.expires_at > now).count()
    if waiting >= policies.value("session.desk_codes", None, now=now):
        raise Unavailable("desks_busy", "现在登录的人很多，请过几分钟再试")
    asked = Asked(code=secrets.token_urlsafe(16), secret=secrets.token_urlsafe(32))
    DeskLogIn.create(
        code_hash=sessions.hash_token(asked.code),
        desk_hash=sessions.hash_token(asked.secret),
        device=device,
        asked_at=now,
        expires_at=now + CODE_LASTS,
    )
    return asked


def draw_code(asked: Asked, *, gateway: CodeGateway) -> bytes:
    """The picture to scan. Raises Unavailable when WeChat does not draw it in time."""
    try:
        return gateway.code_picture(asked.scene, PAGE)
    except (WeChatBusy, WeChatUnavailable) as error:
        raise Unavailable("wechat_unavailable", "微信暂时没有给出登录码，请过一会儿再换一个") from error


def matching_number(code: str) -> str:
    """Four digits that phone and desk both show, so that nobody confirms a stranger's screen."""
    return f"{int(sessions.hash_token(code)[:8], 16) % 10_000:04d}"


def get_desk_log_in(code: str, *, to: Actor, now: datetime.datetime) -> DeskLogIn:
    """The desk behind a scanned code. Raises NotFound once it is over, NotAllowed without a seat."""
    asked: DeskLogIn | None = DeskLogIn.get_or_none(
        DeskLogIn.code_hash == sessions.hash_token(code), DeskLogIn.expires_at > now
    )
    if asked is None:
        raise NotFound("code_over", "这个登录码已经过期，请在电脑上换一个再扫")
    if not to.seats:
        raise NotAllowed("no_seat", "工作台供书记、助理和镇里的同志使用；您在小程序里就能办事")
    return asked


@unit_of_work
def decide_desk_log_in(
    code: str, decision: Literal["confirm", "refuse"], *, by: Actor, now: datetime.datetime
) -> DeskLogIn:
    """Let the desk in as this person, or turn it away. The first word counts; the same word again is the same."""
    asked = get_desk_log_in(code, to=by, now=now)
    status = DeskLogInStatus.CONFIRMED if decision == "confirm" else DeskLogInStatus.REFUSED
    decided = DeskLogIn.update(status=status, person=by.person.id, identity=by.identity_id).where(
        DeskLogIn.id == asked.id, DeskLogIn.status == DeskLogInStatus.WAITING, DeskLogIn.expires_at > now
    )
    if decided.execute() == 1:
        audit.record(f"{decision}_desk_log_in", "desk_log_in", asked.id, by=by, now=now)
    asked = DeskLogIn.get_by_id(asked.id)
    if asked.person_id != by.person.id or not _stands(asked.status, decision):
        raise WrongState("code_used", "这个登录码已经用过了，请在电脑上换一个再扫")
    return asked


def _stands(status: DeskLogInStatus, decision: str) -> bool:
    """Whether a decision holds; a desk that has entered already was let in."""
    if decision == "refuse":
        return status is DeskLogInStatus.REFUSED
    return status in (DeskLogInStatus.CONFIRMED, DeskLogInStatus.USED)


@unit_of_work
def enter(secret: str, *, now: datetime.datetime) -> str | None:
    """The session's token once a phone has said yes, None while it has not; raises NotFound when it is over.

    The row count decides: of two browser tabs with the same secret one enters.
    """
    asked = DeskLogIn.get_or_none(DeskLogIn.desk_hash == sessions.hash_token(secret), DeskLogIn.expires_at > now)
    if asked is None:
        raise NotFound("code_over", "登录码已经过期，请换一个")
    if asked.status is DeskLogInStatus.WAITING:
        return None
    used = DeskLogIn.update(status=DeskLogInStatus.USED).where(
        DeskLogIn.id == asked.id, DeskLogIn.status == DeskLogInStatus.CONFIRMED
    )
    if used.execute() != 1:
        raise NotFound("code_refused", "手机上没有同意这次登录，请换一个码再扫")
    assert asked.person is not None, "whoever confirms is written with the word"
    return open_for(asked.person, identity_id=asked.identity_id, device=asked.device, now=now)


@unit_of_work
def open_for(person: Person, *, identity_id: int | None, device: str, now: datetime.datetime) -> str:
    """Log a person in at a desk; answers the token. Raises NotAllowed for whoever holds no seat today."""
    actor = Actor(person, now=now, identity_id=identity_id)
    if not actor.seats:
        raise NotAllowed("no_seat", "工作台供书记、助理和镇里的同志使用；您在小程序里就能办事")
    hours = policies.value("session.desk_hours", person.home, now=now)
    token = sessions.open_desk_session(person, identity_id=identity_id, device=device, hours=hours, now=now)
    audit.record("log_in_at_desk", "person", person.id, by=actor, now=now)
    return token


def stay_in(token: str, person: Person, *, now: datetime.datetime) -> None:
    """Somebody uses the desk: its session goes on."""
    hours, most = (
        policies.value(f"session.{name}", person.home, now=now) for name in ("desk_hours", "desk_most_hours")
    )
    sessions.prolong_desk_session(token, hours=hours, most_hours=most, now=now)


def enter_as(person_id: int, *, appid: str, phone: Phone, device: str, now: datetime.datetime) -> str:
    """Sit down as anybody with a seat. For a desk in sandbox mode only: the caller sees to that."""
    person = Person.get_or_none(Person.id == person_id)
    if person is None:
        raise NotFound()
    identity = Identity.get_or_none(Identity.person == person_id, Identity.appid == appid)
    token = open_for(person, identity_id=identity.id if identity else None, device=device, now=now)
    if identity is not None:
        phone.open_mini_program(identity.openid)
    return token


@unit_of_work
def forget_old_log_ins(*, now: datetime.datetime) -> int:
    """Delete log-ins that are over; answers how many."""
    deleted: int = DeskLogIn.delete().where(DeskLogIn.expires_at < now).execute()
    return deleted

"""Logging in through WeChat: an account there becomes a person here."""

from __future__ import annotations

import datetime
import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from models.people import Identity, Person
from models.sessions import LoginCode
from models.unit_of_work import unit_of_work
from services import account_links, policies, sessions
from services.double_taps import look_again
from services.errors import NotLoggedIn, Unavailable
from services.permissions import Actor
from wechat.errors import CodeInvalid, CodeUsed, WeChatBusy, WeChatUnavailable
from wechat.gateway import WeChatLogin

CODE_KEPT = datetime.timedelta(minutes=5)


class LoginGateway(Protocol):
    """The part of the WeChat gateway that logs in."""

    @property
    def appid(self) -> str: ...
    def log_in(self, code: str) -> WeChatLogin: ...


class LoginCodeInvalid(NotLoggedIn):
    code = "login_code_invalid"
    message = "登录没有成功，请关闭小程序后重新打开"


@dataclass(frozen=True, slots=True)
class LoggedIn:
    """A new session. `token` is shown this once; `expires_at` is UTC."""

    token: str
    expires_at: datetime.datetime
    actor: Actor


def log_in(
    code: str, *, gateway: LoginGateway, wait: Callable[[float], None] = time.sleep, now: datetime.datetime
) -> LoggedIn:
    """Open a session for the WeChat account behind a login code.

    WeChat takes a code once; within five minutes we answer a repeat from our own note of it, with a
    new token. Raises LoginCodeInvalid, or Unavailable when WeChat does not answer.
    """
    known = _identity_of_code(code, now=now)
    if known is not None:
        return _open_session(known, now=now)
    try:
        login = gateway.log_in(code)
    except CodeUsed as error:
        known = look_again(lambda: _identity_of_code(code, now=now), wait)  # a double tap
        if known is None:
            raise LoginCodeInvalid() from error
        return _open_session(known, now=now)
    except CodeInvalid as error:
        raise LoginCodeInvalid() from error
    except WeChatBusy as error:
        raise Unavailable("wechat_busy", "现在登录的人很多，请过一会儿再试") from error
    except WeChatUnavailable as error:
        raise Unavailable("wechat_unavailable", "微信暂时没有回应，请过一会儿再试") from error
    return _open_session(_remember(code, login, gateway.appid, now=now), now=now)


def _identity_of_code(code: str, *, now: datetime.datetime) -> Identity | None:
    note = (
        LoginCode.select(LoginCode, Identity)
        .join(Identity)
        .where(LoginCode.code_hash == _hash_code(code), LoginCode.expires_at > now)
        .get_or_none()
    )
    return note.identity if note else None


@unit_of_work
def _remember(code: str, login: WeChatLogin, appid: str, *, now: datetime.datetime) -> Identity:
    """The identity of this WeChat account, with a note of the code."""
    identity = account_of(appid, login.openid, unionid=login.unionid, now=now)
    LoginCode.insert(
        code_hash=_hash_code(code), identity=identity, expires_at=now + CODE_KEPT
    ).on_conflict_ignore().execute()
    return identity


def account_of(appid: str, openid: str, *, unionid: str | None = None, now: datetime.datetime) -> Identity:
    """An account at WeChat, made with a nameless visitor when it is new, inside the caller's unit of work.

    WeChat gives one human's accounts in bound apps the same unionid: they then belong to one person here.
    """
    identity: Identity | None = Identity.get_or_none(appid=appid, openid=openid)
    if identity is None:
        person = _person_of(unionid) or Person.create(created_at=now).id
        identity = Identity.create(appid=appid, openid=openid, unionid=unionid, person=person, created_at=now)
    elif unionid and identity.unionid != unionid:
        Identity.update(unionid=unionid).where(Identity.id == identity.id).execute()
        other = _person_of(unionid, besides=identity.id)
        if other is not None:
            account_links.join(identity.person_id, other, now=now)
            identity = Identity.get_by_id(identity.id)
    return identity


def _person_of(unionid: str | None, *, besides: int = 0) -> int | None:
    """Whom another account with this unionid belongs to."""
    if not unionid:
        return None
    others = Identity.select(Identity.person).where(Identity.unionid == unionid, Identity.id != besides)
    person_id: int | None = others.order_by(Identity.id).scalar()
    return person_id


@unit_of_work
def _open_session(identity: Identity, *, now: datetime.datetime) -> LoggedIn:
    person = Person.get_by_id(identity.person_id)
    days = policies.value("session.days", person.home, now=now)
    token, expires_at = sessions.open_session(person, identity_id=identity.id, days=days, now=now)
    return LoggedIn(token, expires_at, Actor(person, now=now, identity_id=identity.id))


@unit_of_work
def forget_old_codes(*, now: datetime.datetime) -> int:
    """Delete notes of codes that WeChat has forgotten as well; answers how many."""
    deleted: int = LoginCode.delete().where(LoginCode.expires_at < now).execute()
    return deleted


def _hash_code(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()

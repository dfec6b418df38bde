"""Who is logged in: opaque tokens, revocable, known to the database only by their hash."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from models.hot_queries import every_request as hot
from models.people import Person
from models.sessions import Session, SessionKind
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import NotFound, NotLoggedIn
from services.permissions import Actor

LOGIN_EXPIRED = {
    SessionKind.PHONE: "登录已过期，请重新打开小程序",
    SessionKind.DESK: "登录已过期，请重新扫码登录",
}
PROLONGED_BY = datetime.timedelta(minutes=15)  # at the least: less is not worth a write


def open_session(
    person: Person, *, identity_id: int | None, days: int, now: datetime.datetime
) -> tuple[str, datetime.datetime]:
    """Start a phone's session inside the caller's unit of work; answers the token and when it ends."""
    expires_at = now + datetime.timedelta(days=days)
    return _open(SessionKind.PHONE, person, identity_id, "", now, expires_at), expires_at


def open_desk_session(
    person: Person, *, identity_id: int | None, device: str, hours: int, now: datetime.datetime
) -> str:
    """Start a session of the console inside the caller's unit of work; answers the token.

    `identity_id` is the WeChat account that confirmed it: content checks are made in its name.
    """
    return _open(SessionKind.DESK, person, identity_id, device, now, now + datetime.timedelta(hours=hours))


def prolong_desk_session(token: str, *, hours: int, most_hours: int, now: datetime.datetime) -> None:
    """A desk in use stays logged in for so many hours from now, within the most since it was entered.

    It looks first: of a day's pages only a few write.
    """
    found = Session.get(Session.token_hash == hash_token(token))
    ends_at = min(now + datetime.timedelta(hours=hours), found.created_at + datetime.timedelta(hours=most_hours))
    if ends_at - found.expires_at >= PROLONGED_BY:
        _prolong(found.id, ends_at)


@unit_of_work
def _prolong(session_id: int, ends_at: datetime.datetime) -> None:
    Session.update(expires_at=ends_at).where(
        Session.id == session_id, Session.revoked_at.is_null(), Session.expires_at < ends_at
    ).execute()


def _open(
    kind: SessionKind,
    person: Person,
    identity_id: int | None,
    device: str,
    now: datetime.datetime,
    expires_at: datetime.datetime,
) -> str:
    token = secrets.token_urlsafe(32)
    Session.insert(
        token_hash=hash_token(token),
        kind=kind,
        person=person,
        identity=identity_id,
        device=device,
        created_at=now,
        expires_at=expires_at,
    ).execute()
    return token


def who_is(token: str, *, kind: SessionKind = SessionKind.PHONE, now: datetime.datetime, origin: str = "") -> Actor:
    """The actor behind a token of that kind; raises NotLoggedIn for an unknown, expired or revoked one."""
    person = hot.person_of_token.first(Person, token_hash=hash_token(token), kind=kind, now=now)
    if person is None:
        raise NotLoggedIn(message=LOGIN_EXPIRED[kind])
    return Actor(person, now=now, origin=origin, identity_id=person.identity_id)  # type: ignore[attr-defined]  # selected beside


@unit_of_work
def close_session(token: str, *, now: datetime.datetime) -> None:
    """Log out. A token that is already closed stays closed."""
    Session.update(revoked_at=now).where(
        Session.token_hash == hash_token(token), Session.revoked_at.is_null()
    ).execute()


def list_sessions(*, of: Actor, now: datetime.datetime) -> list[Session]:
    """Where this person is logged in now, phones and desks, newest first."""
    running = Session.select().where(
        Session.person == of.person.id, Session.revoked_at.is_null(), Session.expires_at > now
    )
    return list(running.order_by(Session.id.desc()))


@unit_of_work
def revoke_session(session_id: int, *, by: Actor, now: datetime.datetime) -> None:
    """Log out one of one's own phones or desks from afar. Raises NotFound for anybody else's."""
    if Session.get_or_none(Session.id == session_id, Session.person == by.person.id) is None:
        raise NotFound()
    closed = Session.update(revoked_at=now).where(Session.id == session_id, Session.revoked_at.is_null())
    if closed.execute() == 1:
        audit.record("revoke_session", "session", session_id, by=by, now=now)


def close_all_sessions(person_id: int, *, now: datetime.datetime) -> None:
    """Log a person out everywhere, inside the caller's unit of work."""
    Session.update(revoked_at=now).where(Session.person == person_id, Session.revoked_at.is_null()).execute()


def hash_token(token: str) -> str:
    """Tokens are random, so a plain fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()

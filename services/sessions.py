"""Who is logged in: opaque tokens, revocable, known to the database only by their hash."""

from __future__ import annotations

import datetime
import hashlib
import secrets

from models import hot_queries
from models.people import Person
from models.sessions import Session
from models.unit_of_work import unit_of_work
from services.errors import NotLoggedIn
from services.permissions import Actor

LOGIN_EXPIRED = "登录已过期，请重新打开小程序"


def open_session(
    person: Person, *, identity_id: int | None, days: int, now: datetime.datetime
) -> tuple[str, datetime.datetime]:
    """Start a session inside the caller's unit of work; answers the token and when it ends."""
    token = secrets.token_urlsafe(32)
    expires_at = now + datetime.timedelta(days=days)
    Session.insert(
        token_hash=hash_token(token), person=person, identity=identity_id, created_at=now, expires_at=expires_at
    ).execute()
    return token, expires_at


def who_is(token: str, *, now: datetime.datetime, origin: str = "") -> Actor:
    """The actor behind a token; raises NotLoggedIn for an unknown, expired or revoked one."""
    person = hot_queries.person_of_token.first(Person, token_hash=hash_token(token), now=now)
    if person is None:
        raise NotLoggedIn(message=LOGIN_EXPIRED)
    return Actor(person, now=now, origin=origin, identity_id=person.identity_id)  # type: ignore[attr-defined]


@unit_of_work
def close_session(token: str, *, now: datetime.datetime) -> None:
    """Log out. A token that is already closed stays closed."""
    Session.update(revoked_at=now).where(
        Session.token_hash == hash_token(token), Session.revoked_at.is_null()
    ).execute()


def close_all_sessions(person_id: int, *, now: datetime.datetime) -> None:
    """Log a person out everywhere, inside the caller's unit of work."""
    Session.update(revoked_at=now).where(Session.person == person_id, Session.revoked_at.is_null()).execute()


def hash_token(token: str) -> str:
    """Tokens are random, so a plain fast hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()

"""Telling the Official Account who a follower is, where WeChat gives no unionid (features N5).

The mini-program shows a number for a few minutes; the follower types it into a page that was opened from
the chat. Who is who is proven on both sides: here by the session, there by WeChat's own log-in for pages.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets
from dataclasses import dataclass

import peewee

from models.encryption import key_ring
from models.links import LinkCode, LinkVisit
from models.people import Person
from models.unit_of_work import unit_of_work
from services import account_links, audit, identities
from services.errors import Conflict, Invalid, NotAllowed, NotFound
from services.permissions import Actor
from wechat.official_account import Follower

DIGITS = 6
CODE_LIVES = datetime.timedelta(minutes=10)  # long enough to change between two screens
VISIT_LIVES = datetime.timedelta(minutes=15)
TRIES = 5  # with a million numbers, nobody guesses one of the few that are good just now


@dataclass(frozen=True, slots=True)
class ShownCode:
    code: str
    expires_at: datetime.datetime


class VisitOver(NotFound):
    code = "visit_over"
    message = "页面打开得太久了，请回到公众号重新点开"


class CodeWrong(Invalid):
    code = "link_code_wrong"
    message = "数字不对，或者已经过期。请看小程序里现在显示的数字"


@unit_of_work
def make_code(*, by: Actor, now: datetime.datetime) -> ShownCode:
    """A number that stands for this person for ten minutes; an earlier one of theirs is void."""
    LinkCode.delete().where((LinkCode.person == by.person.id) | (LinkCode.expires_at <= now)).execute()
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    LinkCode.insert(code_hash=key_ring.look_up_hash(code), person=by.person, expires_at=now + CODE_LIVES).execute()
    return ShownCode(code, now + CODE_LIVES)


@unit_of_work
def begin_visit(*, now: datetime.datetime) -> str:
    """Somebody opens the page; answers the secret that their browser keeps."""
    LinkVisit.delete().where(LinkVisit.expires_at <= now).execute()
    token = secrets.token_urlsafe(24)
    LinkVisit.insert(token_hash=_hash(token), tries_left=TRIES, expires_at=now + VISIT_LIVES).execute()
    return token


def state_of(token: str) -> str:
    """What WeChat carries there and back, bound to the browser by its secret and saying nothing of it."""
    return _hash("state " + token)[:32]


@unit_of_work
def recognise(token: str, openid: str, follower: Follower, *, appid: str, now: datetime.datetime) -> bool:
    """WeChat has told who opened the page. True if they need not type anything: the unionid says who they are.

    Raises VisitOver, or NotAllowed for somebody who does not follow.
    """
    if not follower.is_following:
        raise NotAllowed("not_following", "请先关注公众号，再从公众号里打开这个页面")
    visit = _visit(token, now=now)
    identity = identities.account_of(appid, openid, unionid=follower.unionid, now=now)
    fewest = LinkVisit.select(peewee.fn.MIN(LinkVisit.tries_left)).where(LinkVisit.openid == openid).scalar()
    tries_left = visit.tries_left if fewest is None else min(visit.tries_left, fewest)
    LinkVisit.update(openid=openid, tries_left=tries_left).where(LinkVisit.id == visit.id).execute()
    return bool(Person.get_by_id(identity.person_id).is_known)


def link(token: str, code: str, *, appid: str, now: datetime.datetime) -> Person:
    """Let the follower be the person whose number this is. Raises VisitOver, CodeWrong or Conflict."""
    if not _may_try(token, now=now):
        raise VisitOver("visit_over", "输错的次数太多了，请回到公众号重新点开")
    return _link(token, code, appid=appid, now=now)


@unit_of_work
def _may_try(token: str, *, now: datetime.datetime) -> bool:
    """A try is used up whatever follows, so it is counted in a unit of work of its own.

    It counts for all pages that the same follower has open: opening another gives no other tries.
    """
    visit = _visit(token, now=now)
    theirs = (LinkVisit.id == visit.id) | ((LinkVisit.openid == visit.openid) & (LinkVisit.openid != ""))
    used = LinkVisit.update(tries_left=LinkVisit.tries_left - 1).where(theirs, LinkVisit.tries_left > 0)
    return bool(used.execute() > 0 and visit.tries_left > 0)


@unit_of_work
def _link(token: str, code: str, *, appid: str, now: datetime.datetime) -> Person:
    visit = _visit(token, now=now)
    person_id = _take_code(code, now=now)
    if not visit.openid or person_id is None:
        raise CodeWrong()
    identity = identities.account_of(appid, visit.openid, now=now)
    if not account_links.join(identity.person_id, person_id, now=now):
        raise Conflict("linked_to_another", "这个微信已经关联了别的身份，要改请找村里的书记")
    LinkVisit.delete().where(LinkVisit.id == visit.id).execute()
    person: Person = Person.get_by_id(identities.account_of(appid, visit.openid, now=now).person_id)
    audit.record("link_follower", "person", person.id, by=None, now=now, origin="wechat")
    return person


def _take_code(code: str, *, now: datetime.datetime) -> int | None:
    """Whose number it is; it is good once."""
    good = LinkCode.code_hash.in_(key_ring.look_up_hashes(code)) & (LinkCode.expires_at > now)
    found: LinkCode | None = LinkCode.get_or_none(good)
    if found is None or LinkCode.delete().where(LinkCode.id == found.id).execute() != 1:
        return None
    return found.person_id


def _visit(token: str, *, now: datetime.datetime) -> LinkVisit:
    visit: LinkVisit | None = LinkVisit.get_or_none(LinkVisit.token_hash == _hash(token), LinkVisit.expires_at > now)
    if visit is None:
        raise VisitOver()
    return visit


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()

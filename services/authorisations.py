"""Consents that a person takes back from the mini-program as a whole: what came by them is erased."""

from __future__ import annotations

import re

from models.audit import AuditEntry
from models.people import Identity, Person
from models.requests import Request, RequestStatus
from services import audit, erasure
from services.arrivals import Arrived, forget_sender
from services.permissions import Actor

PHONE = "8"  # in RevokeInfo; names, avatars and photos (6, 14, 19, 20) are never kept here
NO_PHONE = {"phone": None, "phone_hash": None, "phone_tail": ""}
WITHDRAWN = "本人撤回了手机号授权"


def revoked(arrived: Arrived) -> None:
    """Some kinds of data may not be kept any more."""
    identity = _account(arrived)
    if identity is None or PHONE not in re.findall(r"\d+", str(arrived.message.fields.get("RevokeInfo", ""))):
        return
    if _has_given_it_anew(identity.person_id, arrived):
        return
    _erase_phone(identity.person_id)
    audit.record("revoke_phone", "person", identity.person_id, by=None, now=arrived.now, origin="wechat")


def cancelled(arrived: Arrived) -> None:
    """The person has closed their account with the mini-program: as if they had asked for erasure themselves.

    Whoever holds a seat has work to hand over first; of them only the WeChat account goes.
    """
    identity = _account(arrived)
    if identity is None:
        return
    person: Person = Person.get_by_id(identity.person_id)
    try:
        erasure.erase_me(by=Actor(person, now=arrived.now, origin="wechat"), now=arrived.now)
    except erasure.HasSeat:
        _erase_phone(person.id)
    Identity.delete().where(Identity.id == identity.id).execute()
    forget_sender(arrived.account, identity.openid, until=arrived.now)
    audit.record("cancel_account", "person", person.id, by=None, now=arrived.now, origin="wechat")


def _account(arrived: Arrived) -> Identity | None:
    """WeChat names the person in OpenID; FromUserName may be somebody else (wechat.md §2).

    None as well when the account is one they have made since: it is not the one that they speak of.
    """
    openid = arrived.message.fields.get("OpenID")
    identity: Identity | None = Identity.get_or_none(appid=arrived.appid, openid=openid) if openid else None
    return None if identity is None or arrived.is_before(identity.created_at) else identity


def _has_given_it_anew(person_id: int, arrived: Arrived) -> bool:
    """Whether they have told us a number since: WeChat may be late with its word."""
    given = AuditEntry.select(AuditEntry.at).where(
        AuditEntry.actor_id.in_(_ids_of(person_id)), AuditEntry.action == "ask_binding"
    )
    return any(arrived.is_before(entry.at) for entry in given)


def _erase_phone(person_id: int) -> None:
    """The number that WeChat gave. What stands on a branch's roster came from the branch, and stays."""
    them = _ids_of(person_id)
    Person.update(**NO_PHONE).where(Person.id.in_(them), ~Person.is_on_roster).execute()
    asked = Request.person.in_(them)
    Request.update(status=RequestStatus.REFUSED, is_waiting=None, reason=WITHDRAWN).where(
        asked, Request.is_waiting == 1
    ).execute()
    Request.update(phone="", phone_hash="", phone_tail="").where(asked).execute()


def _ids_of(person_id: int) -> list[int]:
    """The person, with the visitors who turned out to be them."""
    them = (Person.id == person_id) | (Person.merged_into == person_id)
    return [person.id for person in Person.select(Person.id).where(them)]

"""Leaving, with what is kept of me erased (features R2): hours stay without a name, the roster stays the Party's."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.complaints import Complaint, ComplaintStatus
from models.consents import Consent
from models.events import Event
from models.people import Identity, Person
from models.photos import Photo, PhotoStatus
from models.proxies import Proxy, ProxyStatus
from models.requests import Request
from models.sign_ups import SignUp
from models.unit_of_work import unit_of_work
from models.wishes import Claim, ClaimStatus, Wish
from services import audit, claims, sessions, sign_ups, wishes
from services.errors import Conflict
from services.permissions import Actor
from services.photos import VISIBLE
from services.wishes import WITHDRAWABLE


class HasSeat(Conflict):
    code = "has_seat"
    message = "您还在任，请先把工作交接好，再来删除"


@dataclass(frozen=True, slots=True)
class ErasureNotice:
    """What will be gone, and what must stay and why, in words."""

    erased: tuple[str, ...]
    kept: tuple[str, ...]


ERASED = (
    "微信与您身份的绑定，所有手机上的登录",
    "还没办完的心愿会撤回，手上的认领会放回墙上，还没开始的报名会取消",
    "心愿里的联系方式和情况，报名时写的同行人和监护人",
    "您传的照片，同意记录，代办关系，已答复的投诉建议的内容",
)
ERASED_OF_RESIDENT = "姓名、手机号、出生年月和所在的村"
KEPT = (
    "服务时长留作村里的合计，不再写着是您",
    "操作记录按规定保存，只有编号，没有姓名",
)
KEPT_OF_MEMBER = "党员名册、组织生活记录由{branch}依照党内规定保存，不能由您自己删除；要更正请找书记"


def what_erasing_means(*, by: Actor) -> ErasureNotice:
    """To be read before it is done."""
    if by.person.is_on_roster:
        branch = by.person.home.name if by.person.home else "所在党支部"
        return ErasureNotice(ERASED, (KEPT_OF_MEMBER.format(branch=branch), *KEPT))
    return ErasureNotice((ERASED_OF_RESIDENT, *ERASED), KEPT)


@unit_of_work
def erase_me(*, by: Actor, now: datetime.datetime) -> None:
    """Erase what may go, and let the WeChat account be a stranger's again. Raises HasSeat for whoever holds a seat.

    The person's row stays, without a name unless a roster keeps it, so that hours and records still add up.
    """
    if by.seats:
        raise HasSeat()
    _finish_open_things(by, now=now)
    _erase_what_was_written(by.person, now=now)
    _let_go_of_wechat(by.person, now=now)
    columns: dict[str, object] = {"nickname": "", "elder_mode": False}
    if not by.person.is_on_roster:
        columns |= {
            "name": "", "home": None, "group": None, "birth_month": None, "phone": None, "phone_hash": None,
            "phone_tail": "", "id_number": None, "id_number_hash": None, "approved_at": None, "erased_at": now,
        }  # fmt: skip
    Person.update(columns).where(Person.id == by.person.id).execute()
    after = {"is_on_roster": by.person.is_on_roster}
    audit.record("erase_me", "person", by.person.id, by=by, now=now, organisation_id=by.person.home_id, after=after)


def _finish_open_things(by: Actor, *, now: datetime.datetime) -> None:
    me = by.person.id
    mine = (Wish.wisher == me) | ((Wish.made_by == me) & Wish.wisher.is_null())
    for wish in list(Wish.select().where(mine, Wish.status.in_(WITHDRAWABLE)).order_by(Wish.id)):
        wishes.withdraw_wish(wish.id, by=by, now=now)
    in_hand = Claim.select().where(Claim.person == me, Claim.status == ClaimStatus.ACTIVE, Claim.is_held == 1)
    for claim in list(in_hand.order_by(Claim.wish)):
        claims.give_up_claim(claim.wish_id, by=by, now=now)
    coming = SignUp.select(SignUp, Event).join(Event).where(SignUp.person == me, SignUp.is_held == 1)
    not_begun = coming.where(Event.starts_at > now, SignUp.attendance.is_null()).order_by(SignUp.post)
    for sign_up in list(not_begun):
        sign_ups.cancel_sign_up(sign_up.event_id, by=by, now=now)


def _erase_what_was_written(person: Person, *, now: datetime.datetime) -> None:
    mine = (Wish.made_by == person.id) | (Wish.wisher == person.id)
    Wish.update(wisher_name=None, contact_phone=None, contact_erased_at=now).where(mine).execute()
    Wish.update(detail="").where(mine, Wish.closed_at.is_null(False)).execute()
    SignUp.update(companions=None, guardian_name=None, guardian_phone=None).where(SignUp.person == person.id).execute()
    Photo.update(status=PhotoStatus.REMOVED, decided_at=now, is_loose=None).where(
        Photo.uploaded_by == person.id, Photo.status.in_(VISIBLE)
    ).execute()
    Complaint.update(text=None, answer=None).where(
        Complaint.person == person.id, Complaint.status == ComplaintStatus.ANSWERED
    ).execute()
    Request.delete().where(Request.person == person.id).execute()
    Proxy.update(status=ProxyStatus.ENDED, is_standing=None, ended_at=now).where(
        (Proxy.elder == person.id) | (Proxy.helper == person.id), Proxy.is_standing == 1
    ).execute()
    Consent.update(withdrawn_at=now).where(Consent.person == person.id, Consent.withdrawn_at.is_null()).execute()


def _let_go_of_wechat(person: Person, *, now: datetime.datetime) -> None:
    """The accounts' openids no longer lead here, with log-ins and consents: whoever logs in with one is a newcomer."""
    sessions.close_all_sessions(person.id, now=now)
    Identity.delete().where(Identity.person == person.id).execute()

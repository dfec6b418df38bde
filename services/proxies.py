"""Acting for an elder who has no phone, or does not get along with it (features I10).

Both agree, or the branch's secretary grants it. What a helper then does is the elder's own act: the elder's wish, the
elder's sign-up; the audit trail, and the page of the thing itself, name the helper. Attendance is never signed for
somebody else: that is the secretary's roll call.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import peewee

from models.appointments import Function
from models.notices import Purpose
from models.organisations import Organisation
from models.people import Person
from models.proxies import Proxy, ProxyRelation, ProxyStatus
from models.unit_of_work import unit_of_work
from services import audit, messages
from services.errors import Invalid, NotAllowed, NotFound, WrongState
from services.messages import Message
from services.permissions import Actor, within

Side = Literal["i_help", "helps_me"]
PAGE = "account/proxies/proxies"


class NotProxy(NotAllowed):
    code = "not_proxy"
    message = "您现在不能替这位老人办事，请到“代办”里看一看"


class ProxyUnclear(Invalid):
    code = "proxy_unclear"
    message = "村里没有对得上的人，或者有同名的，请到村里请书记办"


@dataclass(frozen=True, slots=True)
class MyProxies:
    """Those I act for, those who act for me, and those that wait for my word as a secretary."""

    i_help: list[Proxy]
    help_me: list[Proxy]
    to_decide: list[Proxy]


def act_for(helper: Actor, elder_id: int, *, now: datetime.datetime) -> Actor:
    """The elder as the actor, on the helper's phone; raises NotProxy unless the proxy stands at this moment."""
    active = Proxy.select(Proxy.elder).where(Proxy.helper == helper.person.id, Proxy.status == ProxyStatus.ACTIVE)
    elder: Person | None = Person.get_or_none(
        Person.id == elder_id, Person.id.in_(active), Person.erased_at.is_null(), Person.merged_into.is_null()
    )
    if elder is None:
        raise NotProxy()
    return Actor(elder, now=now, origin=helper.origin, identity_id=helper.identity_id, acted_by=helper.person)


def list_proxies(*, to: Actor) -> MyProxies:
    """Standing proxies I have a part in, and those I decide."""
    me = to.person.id
    return MyProxies(
        i_help=list(_standing().where(Proxy.helper == me)),
        help_me=list(_standing().where(Proxy.elder == me)),
        to_decide=list(_standing().where(_decided_by_seat(to), Proxy.status == ProxyStatus.ASKED)),
    )


def _standing() -> peewee.ModelSelect[Proxy]:
    elder, helper = Person.alias(), Person.alias()
    return (
        Proxy.select(Proxy, elder, helper)
        .join(elder, on=(Proxy.elder == elder.id), attr="elder")
        .switch(Proxy)
        .join(helper, on=(Proxy.helper == helper.id), attr="helper")
        .where(Proxy.is_standing == 1)
        .order_by(Proxy.id)
    )


def _decided_by_seat(to: Actor) -> peewee.Expression:
    """The condition that the elder's branch is one of the actor's."""
    mine = Organisation.select(Organisation.id).where(within(to.paths_for(Function.MANAGE_PEOPLE)))
    at_home = Person.select(Person.id).where(Person.home.in_(mine))
    return Proxy.elder.in_(at_home)


@unit_of_work
def ask_proxy(
    side: Side, name: str, relation: ProxyRelation, *, by: Actor, now: datetime.datetime
) -> tuple[Proxy, bool]:
    """Ask to act for somebody of one's village, or ask them to act for oneself; answers it and whether it is new.

    The other one confirms, or the secretary; a secretary's own asking for an elder of the branch is the grant.
    Raises ProxyUnclear unless exactly one known person of the asker's village has that name.
    """
    other = _find(name, by)
    elder, helper = (other, by.person) if side == "i_help" else (by.person, other)
    before: Proxy | None = Proxy.get_or_none(elder=elder, helper=helper, is_standing=1)
    if before is not None:
        return before, False
    if by.may(Function.MANAGE_PEOPLE, _home(elder)):
        return _grant(elder, helper, relation, by=by, now=now), True
    proxy = Proxy.create(
        elder=elder, helper=helper, relation=relation, status=ProxyStatus.ASKED, asked_by=by.person, asked_at=now
    )
    _note("ask_proxy", proxy, by=by, now=now)
    asked = f"{by.person.name or '有人'}请您确认代办：{helper.name}替{elder.name}办事。"
    _tell("有一个代办等您确认", asked, [other.id, *messages.secretaries_of(_home(elder), now=now)], now=now)
    return proxy, True


@unit_of_work
def grant_proxy(elder: Person, helper: Person, relation: ProxyRelation, *, by: Actor, now: datetime.datetime) -> Proxy:
    """The secretary's own word, for an elder who will confirm nothing on a phone. Granting again changes nothing."""
    by.require(Function.MANAGE_PEOPLE, _home(elder))
    if elder.id == helper.id:
        raise Invalid("same_person", "请选择另一个人来代办", {"name": "不能是本人"})
    before: Proxy | None = Proxy.get_or_none(elder=elder, helper=helper, is_standing=1)
    if before is None:
        return _grant(elder, helper, relation, by=by, now=now)
    return decide_proxy(before.id, "approve", by=by, now=now) if before.status is ProxyStatus.ASKED else before


def _grant(elder: Person, helper: Person, relation: ProxyRelation, *, by: Actor, now: datetime.datetime) -> Proxy:
    proxy: Proxy = Proxy.create(
        elder=elder,
        helper=helper,
        relation=relation,
        status=ProxyStatus.ACTIVE,
        asked_by=by.person,
        asked_at=now,
        decided_by=by.person,
        decided_at=now,
    )
    _note("grant_proxy", proxy, by=by, now=now)
    _tell("代办已办好", f"{helper.name}可以替{elder.name}办事了。", [elder.id, helper.id], now=now)
    return proxy


def proxies_of_branch(*, to: Actor) -> list[Proxy]:
    """Standing proxies of the elders whose rosters one keeps: those that wait first."""
    to.require_somewhere(Function.MANAGE_PEOPLE)
    return sorted(_standing().where(_decided_by_seat(to)), key=lambda proxy: proxy.status is ProxyStatus.ACTIVE)


def _find(name: str, by: Actor) -> Person:
    """The one known person of that name in the asker's village."""
    home = _home(by.person)
    known = Person.is_on_roster | Person.approved_at.is_null(False)
    of_village = Person.select().where(
        Person.home == home.id, Person.name == name, Person.id != by.person.id, known, Person.merged_into.is_null()
    )
    found = list(of_village.limit(2))
    if len(found) != 1:
        raise ProxyUnclear(fields={"name": "请核对姓名"})
    return found[0]


def _home(person: Person) -> Organisation:
    if person.home is None or not person.is_known:
        raise Invalid("binding_required", "请先认证身份，再来办代办")
    return person.home


@unit_of_work
def decide_proxy(proxy_id: int, decision: Literal["approve", "refuse"], *, by: Actor, now: datetime.datetime) -> Proxy:
    """The word of the other of the two, or of the secretary; the same word again changes nothing."""
    proxy = get_proxy(proxy_id, to=by)
    if not may_decide(proxy, by):
        raise NotAllowed()
    is_approved = decision == "approve"
    target = ProxyStatus.ACTIVE if is_approved else ProxyStatus.REFUSED
    decided = Proxy.update(
        status=target, is_standing=1 if is_approved else None, decided_by=by.person, decided_at=now
    ).where(Proxy.id == proxy.id, Proxy.status == ProxyStatus.ASKED)
    if decided.execute() != 1:
        if get_proxy(proxy_id, to=by).status is not target:
            raise WrongState()
        return proxy
    _note(f"{decision}_proxy", proxy, by=by, now=now)
    said = f"{proxy.helper.name}替{proxy.elder.name}办事，" + ("已经可以了。" if is_approved else "没有同意。")
    _tell("代办有结果了", said, [proxy.elder_id, proxy.helper_id], now=now)
    return get_proxy(proxy_id, to=by)


def may_decide(proxy: Proxy, by: Actor) -> bool:
    """Whether the proxy waits for this person: the other of the two, or the elder's secretary."""
    is_other = by.person.id in (proxy.elder_id, proxy.helper_id) and by.person.id != proxy.asked_by_id
    return is_other or by.may(Function.MANAGE_PEOPLE, _home(proxy.elder))


@unit_of_work
def end_proxy(proxy_id: int, *, by: Actor, now: datetime.datetime) -> Proxy:
    """End it, or take back what was asked: either of the two, or the secretary, at any time. Ending twice is once."""
    proxy = get_proxy(proxy_id, to=by)
    ended = Proxy.update(status=ProxyStatus.ENDED, is_standing=None, ended_at=now).where(
        Proxy.id == proxy.id, Proxy.is_standing == 1
    )
    if ended.execute() == 1:
        _note("end_proxy", proxy, by=by, now=now)
        said = f"{proxy.helper.name}不再替{proxy.elder.name}办事。"
        _tell("代办已结束", said, {proxy.elder_id, proxy.helper_id} - {by.person.id}, now=now)
    return Proxy.get_by_id(proxy.id)


def get_proxy(proxy_id: int, *, to: Actor) -> Proxy:
    """A proxy one has a part in, or decides; raises NotFound."""
    is_mine = (Proxy.elder == to.person.id) | (Proxy.helper == to.person.id) | _decided_by_seat(to)
    proxy: Proxy | None = Proxy.get_or_none(Proxy.id == proxy_id, is_mine)
    if proxy is None:
        raise NotFound()
    return proxy


def _note(action: str, proxy: Proxy, *, by: Actor, now: datetime.datetime) -> None:
    after = {"elder": proxy.elder_id, "helper": proxy.helper_id}
    home_id = proxy.elder.home_id
    audit.record(action, "proxy", proxy.id, by=by, now=now, organisation_id=home_id, after=after)


def _tell(title: str, body: str, to: Iterable[int], *, now: datetime.datetime) -> None:
    messages.queue(Message(Purpose.NOTICE, title, body, page=PAGE), to, now=now)

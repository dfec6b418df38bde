"""Who in the village is this WeChat account? Phone and name must both match the roster; else a secretary decides."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal, Protocol

from models.appointments import Function
from models.encryption import key_ring
from models.notices import Purpose
from models.organisations import Organisation
from models.people import Identity, Person
from models.requests import Request, RequestKind, RequestStatus
from models.unit_of_work import unit_of_work
from services import audit, corrections, messages, row_moves, walk_ins
from services.editing import read_at
from services.errors import ChangedMeanwhile, Conflict, DecidedMeanwhile, Invalid, NotFound, Unavailable, WrongState
from services.permissions import Actor, within
from services.phones import normal_phone, phone_columns
from wechat.errors import CodeInvalid, WeChatBusy, WeChatUnavailable

Binding = Literal["bound", "pending"]


class PhoneGateway(Protocol):
    """The part of the WeChat gateway that proves a phone number."""

    def phone_number(self, code: str, openid: str) -> str: ...


class PhoneCodeInvalid(Invalid):
    code = "phone_code_invalid"
    message = "手机号授权已失效，请再点一次授权按钮"


@dataclass(frozen=True, slots=True)
class Bound:
    """How a binding went. `person_id` is whom the session belongs to from now on."""

    binding: Binding
    person_id: int
    request_id: int | None = None


def prove_phone(code: str, *, gateway: PhoneGateway, by: Actor) -> str:
    """The phone number behind WeChat's phone button. Call it outside any unit of work."""
    if by.openid is None:
        raise PhoneCodeInvalid(message="请在微信小程序里授权手机号，或者手工填写")
    try:
        return normal_phone(gateway.phone_number(code, by.openid))
    except CodeInvalid as error:
        raise PhoneCodeInvalid() from error
    except WeChatBusy as error:
        raise Unavailable("wechat_busy", "现在办理的人很多，请过一会儿再试") from error
    except WeChatUnavailable as error:
        raise Unavailable("wechat_unavailable", "微信暂时没有回应，请过一会儿再试，或者手工填写手机号") from error


@unit_of_work
def bind_phone(
    phone: str,
    name: str,
    *,
    is_proven: bool,
    organisation: Organisation | None,
    by: Actor,
    now: datetime.datetime,
) -> Bound:
    """Bind this WeChat account to the one roster person of that phone and name, or ask the branch.

    A phone typed by hand (`is_proven` false) proves nothing and always asks. The question goes to the
    branch whose roster knows the phone or, failing that, the chosen organisation; Invalid
    `organisation_required` when neither is there. Raises Conflict `already_bound`.
    """
    _lock(by.person)
    refuse_bound(by.person)
    same_phone = _on_roster_with_phone(phone)
    matches = [person for person in same_phone if person.name == name]
    if is_proven and len(matches) == 1 and _may_take(matches[0], by):
        return _bind(by.person, matches[0], by=by, now=now)
    asked_before = _waiting_request(by.person)
    branch = organisation or (same_phone[0].home if same_phone else None) or by.person.home
    if branch is None and asked_before is not None:
        branch = asked_before.organisation
    if branch is None:
        raise Invalid("organisation_required", "请选择您所在的村或单位", {"organisation_id": "请选择"})
    return _ask(phone, name, branch, asked_before, by=by, now=now)


def _lock(person: Person) -> None:
    """Let rivals for one person queue up here until we commit (a change to its own value)."""
    Person.update(open_claims=Person.open_claims).where(Person.id == person.id).execute()


def refuse_bound(person: Person) -> None:
    """Raise Conflict `already_bound`, also when a tap just before this one has bound the visitor."""
    person = Person.get_by_id(person.id)
    if person.is_on_roster or person.merged_into_id is not None:
        raise Conflict("already_bound", "您已经认证过了，不用再绑定")


def _may_take(person: Person, by: Actor) -> bool:
    """Whether no other WeChat account is bound to this roster person, nor can be until we commit."""
    _lock(person)
    return not _has_wechat(person, by)


def _waiting_request(person: Person) -> Request | None:
    waiting: Request | None = Request.get_or_none(person=person, kind=RequestKind.BINDING, is_waiting=1)
    return waiting


def _on_roster_with_phone(phone: str) -> list[Person]:
    hashes = key_ring.look_up_hashes(phone)
    return list(
        Person.select()
        .where(Person.phone_hash.in_(hashes), Person.is_on_roster, Person.merged_into.is_null())
        .order_by(Person.id)
    )


def _has_wechat(person: Person, by: Actor) -> bool:
    """Whether another WeChat account of the same app is already bound to this person."""
    mine = Identity.get_or_none(Identity.id == by.identity_id)
    if mine is None:
        return False
    return Identity.select().where(Identity.person == person, Identity.appid == mine.appid).exists()


def _bind(visitor: Person, person: Person, *, by: Actor, now: datetime.datetime) -> Bound:
    row_moves.move_rows(visitor, person, now=now)
    walk_ins.link_walk_ins(person, now=now)
    Request.update(status=RequestStatus.APPROVED, is_waiting=None, decided_at=now).where(
        Request.person == person, Request.is_waiting == 1
    ).execute()
    audit.record(
        "bind_phone",
        "person",
        person.id,
        by=by,
        now=now,
        organisation_id=person.home_id,
        before={"visitor": visitor.id},
    )
    return Bound("bound", person.id)


def _ask(
    phone: str, name: str, branch: Organisation, asked_before: Request | None, *, by: Actor, now: datetime.datetime
) -> Bound:
    """Ask the branch, or correct what was asked before; a secretary is told once."""
    columns = {"organisation_id": branch.id, "name": name, **phone_columns(phone)}
    Person.update(**phone_columns(phone)).where(Person.id == by.person.id).execute()
    if asked_before is None:
        request_id = Request.create(kind=RequestKind.BINDING, person=by.person, asked_at=now, **columns).id
    else:
        request_id = asked_before.id
        if not asked_before.rewrite(**columns):
            raise WrongState()
    audit.record("ask_binding", "request", request_id, by=by, now=now, organisation_id=branch.id)
    if asked_before is None or asked_before.organisation_id != branch.id:
        _tell_branch(branch, now=now)
    return Bound("pending", by.person.id, request_id)


def _tell_branch(branch: Organisation, *, now: datetime.datetime) -> None:
    messages.queue(
        messages.Message(
            Purpose.NOTICE,
            "有人申请身份认证",
            f"有一位群众申请加入{branch.name}，请核对姓名和手机尾号后处理。",
            page="secretary/requests/requests",
        ),
        messages.secretaries_of(branch, now=now),
        now=now,
    )


def list_requests(*, to: Actor) -> list[Request]:
    """Requests waiting for the actor, oldest first."""
    return list(
        Request.select(Request, Organisation)
        .join(Organisation)
        .where(Request.is_waiting == 1, within(to.paths_for(Function.DECIDE_REQUESTS)))
        .order_by(Request.id)
    )


def candidates_for(request: Request) -> list[Person]:
    """Unbound roster people of the branch who share the asker's name or phone; none for a correction."""
    if request.kind is not RequestKind.BINDING:
        return []
    bound = Identity.select(Identity.person)
    hashes = key_ring.look_up_hashes(request.phone)
    return list(
        Person.select()
        .where(
            Person.home == request.organisation_id,
            Person.is_on_roster,
            Person.merged_into.is_null(),
            (Person.name == request.name) | Person.phone_hash.in_(hashes),
            Person.id.not_in(bound),
        )
        .order_by(Person.id)
    )


def get_request(request_id: int, *, to: Actor) -> Request:
    """A request the actor may decide, decided or not; raises NotFound."""
    request: Request | None = (
        Request.select(Request, Organisation)
        .join(Organisation)
        .where(Request.id == request_id, within(to.paths_for(Function.DECIDE_REQUESTS)))
        .get_or_none()
    )
    if request is None:
        raise NotFound()
    return request


@unit_of_work
def decide_request(
    request_id: int,
    decision: Literal["approve", "refuse"],
    *,
    person_id: int | None = None,
    as_resident: bool = False,
    reason: str = "",
    version: int | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Request:
    """Recognise the asker or correct what the roster says of them, or refuse with a reason.

    Of a binding: approved, the asker becomes the roster person named by `person_id`; without it the only candidate;
    and where there is none (or `as_resident`), a resident whom the branch vouches for. Raises DecidedMeanwhile when
    somebody else decided the same way, but for another reason or person; with the `version` one has read,
    ChangedMeanwhile when the asker has rewritten it since.
    """
    request = get_request(request_id, to=by)
    seat = by.require(Function.DECIDE_REQUESTS, request.organisation)
    if decision == "refuse" and not reason:
        raise Invalid("reason_required", "请写明理由，好让对方知道怎么办", {"reason": "请填写"})
    status = RequestStatus.APPROVED if decision == "approve" else RequestStatus.REFUSED
    decided = Request.update(status=status, is_waiting=None, decided_at=now, decided_by=by.person, reason=reason).where(
        Request.id == request.id, Request.is_waiting == 1, *read_at(Request.version, version)
    )
    is_first = decided.execute() == 1
    request = get_request(request_id, to=by)  # as it was decided, or rewritten just before
    if not is_first:
        _refuse_otherwise(request, status, reason, person_id, as_resident)
        return request
    asker = request.person_id
    if status is RequestStatus.APPROVED:
        asker = _carry_out(request, person_id, as_resident, now=now)
    audit.record(
        f"{decision}_request",
        "request",
        request.id,
        by=by,
        seat=seat,
        now=now,
        organisation_id=request.organisation_id,
        after={"person": asker},
        reason=reason,
    )
    _tell_asker(request, status, reason, asker, now=now)
    return get_request(request_id, to=by)


def _refuse_otherwise(
    request: Request, status: RequestStatus, reason: str, person_id: int | None, as_resident: bool
) -> None:
    """Raise unless just this has been decided before."""
    if request.is_waiting:
        raise ChangedMeanwhile("changed_meanwhile", "对方刚改了申请的内容，请看过新的内容再决定")
    if request.status is not status:
        raise WrongState()
    if request.reason != reason or not _is_whom(request, person_id, as_resident):
        raise DecidedMeanwhile()


def _is_whom(request: Request, person_id: int | None, as_resident: bool) -> bool:
    """Whether a decided request (which moved to the roster person with all the asker's rows) says the same of them."""
    if request.kind is RequestKind.BINDING and as_resident:
        return not request.person.is_on_roster
    return person_id in (None, request.person_id)


def _carry_out(request: Request, person_id: int | None, as_resident: bool, *, now: datetime.datetime) -> int:
    """Do what was approved; answers who the asker is from now on."""
    if request.kind is RequestKind.CORRECTION:
        corrections.correct(request)
        return request.person_id
    asker = _recognise(request, person_id, as_resident, now=now)
    walk_ins.link_walk_ins(Person.get_by_id(asker), now=now)
    return asker


def _recognise(request: Request, person_id: int | None, as_resident: bool, *, now: datetime.datetime) -> int:
    """Let the asker be who they are; answers who that is."""
    roster_person = None if as_resident else _chosen(request, person_id)
    if roster_person is not None:
        _lock(roster_person)
        if roster_person not in candidates_for(request):  # bound by somebody else in this very moment
            raise WrongState()
        row_moves.move_rows(request.person, roster_person, now=now)
        return int(roster_person.id)
    Person.update(
        name=request.name, home=request.organisation_id, approved_at=now, **phone_columns(request.phone)
    ).where(Person.id == request.person_id).execute()
    return request.person_id


def _chosen(request: Request, person_id: int | None) -> Person | None:
    candidates = candidates_for(request)
    if person_id is None:
        return candidates[0] if len(candidates) == 1 else None
    for person in candidates:
        if person.id == person_id:
            return person
    raise Invalid("person_not_matching", "这个人的姓名和手机号都对不上，请重新选择", {"person_id": "不在可选名单里"})


def _tell_asker(request: Request, status: RequestStatus, reason: str, asker_id: int, *, now: datetime.datetime) -> None:
    title, body = _told(request.kind, status, request.organisation.name, reason)
    messages.queue(messages.Message(Purpose.NOTICE, title, body, page="pages/me/me"), [asker_id], now=now)


def _told(kind: RequestKind, status: RequestStatus, branch: str, reason: str) -> tuple[str, str]:
    is_approved = status is RequestStatus.APPROVED
    if kind is RequestKind.CORRECTION:
        if is_approved:
            return "登记信息已更正", f"{branch}已按您说的更正，可在“我的”里查看。"
        return "登记信息没有更正", f"{branch}没有更正：{reason}"
    if is_approved:
        return "身份认证已通过", f"{branch}已确认您的身份，现在可以认领心愿、报名活动了。"
    return "身份认证没有通过", f"{branch}没有确认您的身份：{reason}"

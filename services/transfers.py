"""组织关系转接: the old branch asks, the new one accepts, and the member's home moves at that moment."""

from __future__ import annotations

import datetime
from typing import Literal

import peewee

from models.appointments import Function
from models.notices import Purpose
from models.organisations import Organisation
from models.people import Person, Standing
from models.transfers import Transfer, TransferStatus
from models.unit_of_work import unit_of_work
from services import audit, messages, people_desk
from services.appointment_rules import LED_BY_SECRETARY
from services.errors import Conflict, DecidedMeanwhile, Invalid, NotFound, WrongState
from services.permissions import Actor


@unit_of_work
def ask_transfer(person_id: int, target: Organisation, *, reason: str, by: Actor, now: datetime.datetime) -> Transfer:
    """Ask another branch of the county to take a member over. Asking the same again is asking once."""
    person = people_desk.get_person(person_id, to=by)
    _refuse_unfit(person, target)
    Person.update(name=Person.name).where(Person.id == person.id).execute()  # one at a time
    asked: Transfer | None = Transfer.get_or_none(person=person.id, is_open=1)
    if asked is not None and asked.target_id == target.id:
        return asked
    if asked is not None:
        raise Conflict("transfer_open", "这位党员已经在转往别的支部，请先撤回那一次")
    asked = Transfer.create(
        person=person, source=person.home, target=target, reason=reason, asked_by=by.person, asked_at=now
    )
    _record("ask_transfer", asked, by=by, now=now, reason=reason)
    body = f"{person.home.name if person.home else ''}的{person.name}要转到{target.name}，请接收或退回。"
    _tell(target, "有党员转来", body, now=now)
    return asked


@unit_of_work
def decide_transfer(
    transfer_id: int, decision: Literal["accept", "refuse"], *, reason: str = "", by: Actor, now: datetime.datetime
) -> Transfer:
    """Take the member over, or send the question back with a reason. The same decision again is the same.

    Raises DecidedMeanwhile when somebody else sent it back for another reason.
    """
    transfer = get_transfer(transfer_id, to=by)
    seat = by.require(Function.MANAGE_PEOPLE, transfer.target)
    if decision == "refuse" and not reason:
        raise Invalid("reason_required", "请写明退回的理由", {"reason": "请填写"})
    status = TransferStatus.ACCEPTED if decision == "accept" else TransferStatus.REFUSED
    if not _close(transfer, status, answer=reason, decided_by=by.person, decided_at=now):
        return _as_it_stands(transfer, status, answer=reason)
    if status is TransferStatus.ACCEPTED:
        _move_home(transfer)
    audit.record(
        f"{decision}_transfer", "person", transfer.person_id,
        by=by, seat=seat, now=now, organisation_id=transfer.target_id,
        before={"home": transfer.source_id}, after={"transfer": transfer.id}, reason=reason,
    )  # fmt: skip
    said = "已接收" if status is TransferStatus.ACCEPTED else f"没有接收：{reason}"
    _tell(transfer.source, "转接有了结果", f"{transfer.target.name}{said}（{transfer.person.name}）。", now=now)
    return get_transfer(transfer_id, to=by)


@unit_of_work
def withdraw_transfer(transfer_id: int, *, by: Actor, now: datetime.datetime) -> Transfer:
    """Take the question back before it is answered."""
    transfer = get_transfer(transfer_id, to=by)
    by.require(Function.MANAGE_PEOPLE, transfer.source)
    if not _close(transfer, TransferStatus.WITHDRAWN, decided_by=by.person, decided_at=now):
        return _as_it_stands(transfer, TransferStatus.WITHDRAWN)
    _record("withdraw_transfer", transfer, by=by, now=now)
    return get_transfer(transfer_id, to=by)


def list_transfers(*, to: Actor, is_open: bool = True) -> list[Transfer]:
    """Transfers from or to one's organisations, newest first."""
    to.require_somewhere(Function.MANAGE_PEOPLE)
    rows = _visible(to)
    rows = rows.where(Transfer.is_open == 1) if is_open else rows.where(Transfer.is_open.is_null())
    return list(rows.order_by(Transfer.id.desc()).limit(200))


def to_decide(*, to: Actor) -> list[Transfer]:
    """Members who wait to be taken over, oldest first."""
    target = Organisation.alias()
    condition = target.id < 0
    for path in to.paths_for(Function.MANAGE_PEOPLE):
        condition |= target.path.startswith(path)
    rows = Transfer.select().join(target, on=(Transfer.target == target.id))
    return list(rows.where(Transfer.is_open == 1, condition).order_by(Transfer.id))


def get_transfer(transfer_id: int, *, to: Actor) -> Transfer:
    transfer: Transfer | None = _visible(to).where(Transfer.id == transfer_id).get_or_none()
    if transfer is None:
        raise NotFound()
    return transfer


def open_transfer_of(person: Person) -> Transfer | None:
    transfer: Transfer | None = Transfer.get_or_none(person=person.id, is_open=1)
    return transfer


def _visible(to: Actor) -> peewee.ModelSelect[Transfer]:
    source, target = Organisation.alias(), Organisation.alias()
    condition = source.id < 0
    for path in to.paths_for(Function.MANAGE_PEOPLE):
        condition |= source.path.startswith(path) | target.path.startswith(path)
    return (
        Transfer.select(Transfer)
        .join(source, on=(Transfer.source == source.id))
        .switch(Transfer)
        .join(target, on=(Transfer.target == target.id))
        .where(condition)
    )


def _refuse_unfit(person: Person, target: Organisation) -> None:
    home = person.home
    if person.standing is Standing.RESIDENT or home is None:
        raise Invalid("not_a_member", "只有党员才转接组织关系，请核对身份", {"person_id": "不是党员"})
    if target.kind not in LED_BY_SECRETARY or target.id == home.id:
        raise Invalid("target_not_fitting", "请选择另一个党支部", {"target_id": "请选择另一个党支部"})
    if target.ancestor_ids()[0] != home.ancestor_ids()[0]:
        raise Invalid("target_elsewhere", "转往县外请走全国党员管理系统", {"target_id": "不在本县"})


def _close(transfer: Transfer, status: TransferStatus, **columns: object) -> bool:
    closed = Transfer.update(status=status, is_open=None, **columns).where(
        Transfer.id == transfer.id, Transfer.is_open == 1
    )
    return bool(closed.execute() == 1)


def _as_it_stands(transfer: Transfer, status: TransferStatus, *, answer: str = "") -> Transfer:
    present: Transfer = Transfer.get_by_id(transfer.id)
    if present.status is not status:
        raise WrongState()
    if present.answer != answer:
        raise DecidedMeanwhile()
    return present


def _move_home(transfer: Transfer) -> None:
    """The member's home changes with this; what they did before stays with the old branch."""
    moved = Person.update(home=transfer.target, group=None, version=Person.version + 1).where(
        Person.id == transfer.person_id, Person.home == transfer.source_id
    )
    if moved.execute() != 1:
        raise WrongState("home_changed", "这位党员的组织关系已经变了，请撤回后重新办理")


def _tell(organisation: Organisation, title: str, body: str, *, now: datetime.datetime) -> None:
    told = messages.secretaries_of(organisation, now=now)
    messages.queue(messages.Message(Purpose.NOTICE, title, body), told, now=now)


def _record(action: str, transfer: Transfer, *, by: Actor, now: datetime.datetime, reason: str = "") -> None:
    audit.record(
        action, "person", transfer.person_id,
        by=by, now=now, organisation_id=transfer.source_id, after={"transfer": transfer.id}, reason=reason,
    )  # fmt: skip

"""The 交接单: what is open at a seat when it changes hands (features I7).

Each part of it is one small question in `PARTS`; whatever gets a table later adds its own.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import peewee

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.events import Event, EventStatus
from models.notices import Notice, NoticeStatus
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDayStatus
from models.people import Person
from models.requests import Request, RequestKind
from models.wishes import Wish, WishStatus
from services.local_time import local_day, spoken
from services.notices import of_seat
from services.permissions import FUNCTIONS_OF_ROLE, within
from services.phones import masked

FUNCTION_NAMES = {
    Function.TAKE_IN_WISHES: "受理心愿",
    Function.VERIFY_WISHES: "核实心愿",
    Function.FOLLOW_UP_WISHES: "回访心愿",
    Function.SEE_CONTACTS: "查看联系方式",
    Function.DECIDE_REQUESTS: "审核认证申请",
    Function.MANAGE_PEOPLE: "管理名册",
    Function.RUN_EVENTS: "组织活动",
    Function.RUN_PARTY_DAYS: "组织主题党日",
    Function.SEND_NOTICES: "发送通知",
    Function.RELEASE_PHOTOS: "放行照片",
    Function.ANSWER_COMPLAINTS: "答复投诉建议",
    Function.WRITE_ARTICLES: "撰写宣传稿件",
    Function.REVIEW_ARTICLES: "审核宣传稿件",
}

ASKED = {RequestKind.BINDING: "申请身份认证", RequestKind.CORRECTION: "请求更正登记信息"}


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing to be taken over; `subject` and `subject_id` say which row it is."""

    subject: str
    subject_id: int
    text: str


@dataclass(frozen=True, slots=True)
class Part:
    title: str
    items: tuple[OpenItem, ...]


@dataclass(frozen=True, slots=True)
class HandoverNote:
    """Who hands over to whom, and what is open there; parts without items are left out."""

    predecessor: Appointment
    successor: Appointment
    parts: tuple[Part, ...]

    @property
    def count(self) -> int:
        return sum(len(part.items) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Desk:
    """What a seat answers for: its functions, and the organisations whose business ends up there."""

    seat: Appointment
    functions: frozenset[Function]
    organisations: peewee.Expression
    now: datetime.datetime


def write_note(predecessor: Appointment, successor: Appointment, *, now: datetime.datetime) -> HandoverNote:
    """The note as things stand now; the predecessor's seat may just have ended."""
    desk = Desk(predecessor, FUNCTIONS_OF_ROLE[predecessor.role], _answered_at(predecessor, local_day(now)), now)
    parts = [Part(title, tuple(find(desk))) for title, find in PARTS]
    return HandoverNote(predecessor, successor, tuple(part for part in parts if part.items))


def _answered_at(seat: Appointment, today: datetime.date) -> peewee.Expression:
    """The seat's subtree without the parts below it that have a secretary of their own."""
    place = seat.organisation
    if place is None:
        return within([])
    own_secretary = (
        Organisation.select(Organisation.path)
        .join(Appointment)
        .where(
            Appointment.role == Role.SECRETARY,
            Appointment.holds_on(today),
            Organisation.path.startswith(place.path),
            Organisation.id != place.id,
        )
    )
    condition: peewee.Expression = Organisation.path.startswith(place.path)
    for each in own_secretary:
        condition &= ~Organisation.path.startswith(each.path)
    return condition


def _waiting_requests(desk: Desk) -> list[OpenItem]:
    if Function.DECIDE_REQUESTS not in desk.functions:
        return []
    rows = (
        Request.select(Request, Organisation)
        .join(Organisation)
        .where(Request.is_waiting == 1, desk.organisations)
        .order_by(Request.id)
    )
    return [OpenItem("request", row.id, f"{row.name}（{masked(row.phone_tail)}）{ASKED[row.kind]}") for row in rows]


def _wishes(function: Function, *statuses: WishStatus) -> Callable[[Desk], list[OpenItem]]:
    def find(desk: Desk) -> list[OpenItem]:
        if function not in desk.functions:
            return []
        rows = (
            Wish.select(Wish, Organisation)
            .join(Organisation)
            .where(Wish.status.in_(statuses), desk.organisations)
            .order_by(Wish.id)
        )
        return [OpenItem("wish", row.id, f"{row.organisation.name}「{row.title}」") for row in rows]

    return find


def _events(desk: Desk) -> list[OpenItem]:
    if Function.RUN_EVENTS not in desk.functions:
        return []
    rows = Event.select(Event, Organisation).join(Organisation).where(Event.status == EventStatus.OPEN)
    coming = rows.where(desk.organisations, Event.ends_at > desk.now).order_by(Event.starts_at, Event.id)
    return [OpenItem("event", row.id, f"{spoken(row.starts_at, now=desk.now)}「{row.title}」") for row in coming]


def _party_days(desk: Desk) -> list[OpenItem]:
    if Function.RUN_PARTY_DAYS not in desk.functions:
        return []
    rows = PartyDay.select(PartyDay, Organisation).join(Organisation).where(PartyDay.status == PartyDayStatus.PLANNED)
    coming = rows.where(desk.organisations).order_by(PartyDay.starts_at, PartyDay.id)
    return [OpenItem("party_day", row.id, f"{spoken(row.starts_at, now=desk.now)}「{row.title}」") for row in coming]


def _paused_notices(desk: Desk) -> list[OpenItem]:
    rows = Notice.select().where(of_seat(desk.seat.id), Notice.status == NoticeStatus.PAUSED)
    return [OpenItem("notice", row.id, f"「{row.title}」已暂停，请决定发或不发") for row in rows.order_by(Notice.id)]


def _delegations(desk: Desk) -> list[OpenItem]:
    """What ends together with the seat: the successor may want to delegate it anew."""
    seat, today = desk.seat, local_day(desk.now)
    ends_on = min(seat.ends_on or today, today)  # a note is also counted before the seat is handed over
    rows = (
        Appointment.select(Appointment, Person)
        .join(Person)
        .where(
            Appointment.delegated_by == seat.id,
            Appointment.ends_on.is_null() | (Appointment.ends_on >= ends_on),
        )
        .order_by(Appointment.id)
    )
    return [OpenItem("appointment", row.id, f"{row.person.name}：{_functions_of(row)}") for row in rows]


def _functions_of(assistant: Appointment) -> str:
    rows = DelegatedFunction.select().where(DelegatedFunction.appointment == assistant.id)
    return "、".join(FUNCTION_NAMES[row.function] for row in rows.order_by(DelegatedFunction.function))


PARTS: tuple[tuple[str, Callable[[Desk], list[OpenItem]]], ...] = (
    ("待审核的认证和更正申请", _waiting_requests),
    ("待核实的心愿", _wishes(Function.VERIFY_WISHES, WishStatus.PENDING, WishStatus.HELD)),
    ("办理中的心愿", _wishes(Function.VERIFY_WISHES, WishStatus.IN_PROGRESS)),
    ("待确认、可回访的心愿", _wishes(Function.FOLLOW_UP_WISHES, WishStatus.AWAITING_CONFIRMATION)),
    ("已公布的活动", _events),
    ("已通知的主题党日", _party_days),
    ("暂停待发的通知", _paused_notices),
    ("随任期结束的交办", _delegations),
)

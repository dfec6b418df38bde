"""Names told by phone, or a 群接龙 pasted back, at the desk (features N8, I10).

They are recognised, a person looks, then it is entered.

The pasted text travels with the form and is read anew when it comes back, so that what is entered is what the list
says of people who may be entered, whatever the form names.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from flask import request, url_for
from pydantic import Field

from models.attendance import AttendanceStatus
from models.notices import ToldHow
from services import (
    attendance_lines,
    events,
    group_replies,
    group_sign_ups,
    notice_lists,
    notice_replies,
    notice_reports,
    party_days,
    roll_call,
)
from services.errors import Conflict, Invalid
from services.group_lists import Entry
from services.group_replies import Reply
from services.group_sign_ups import Wanted
from services.roll_call import Mark
from web.console.blueprint import console, current_actor
from web.console.forms import Form, Typed, submit
from web.console.group_words import leave_or, said_of_replies, said_of_roll, said_of_sign_ups, sign_up_or_not
from web.console.page import Page, go_to, page
from web.fields import Text, as_id
from web.lifecycle import utc_now

LONGEST = 20_000
MOST_PEOPLE = 300
AWAY = "来不了的在姓名后面写「请假」和原因。"
FIELD = "person-"  # and the number of the line in the list


class ListForm(Form):
    """`step` is which button was pressed: read it, back to the text, enter what is ticked."""

    text: Annotated[Text, Field(min_length=1, max_length=LONGEST)]
    step: Literal["read", "text", "enter"] = "read"
    nonce: Annotated[str, Field(max_length=40)] = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A line of the list with the person it is confirmed to mean."""

    entry: Entry
    person_id: int


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a list is typed or pasted for: `how` says how to write a line.

    `meaning` says what a line would write, and nothing where it writes nothing.
    """

    title: str
    back: str
    name: str
    hint: str
    how: str
    read: Callable[[str], list[Entry]]
    meaning: Callable[[Entry], str]
    enter: Callable[[list[Chosen], str], str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the page shows it: whom it may mean, and who of them is ticked."""

    number: int
    entry: Entry
    meaning: str
    ticked: int | None

    @property
    def is_plain(self) -> bool:
        return len(self.entry.candidates) == 1 and self.entry.is_sure


@console.get("/events/<int:event_id>/group-list")
def paste_event_list(event_id: int) -> Page:
    """Where the list of an event is pasted."""
    return _ask(_of_event(event_id), Typed())


@console.post("/events/<int:event_id>/group-list")
def enter_event_list(event_id: int) -> Page:
    """Sign up, in the list's order, those whom the secretary has confirmed."""
    return _go_on(_of_event(event_id))


@console.get("/party-days/<int:party_day_id>/group-list")
def paste_party_day_list(party_day_id: int) -> Page:
    """Where the replies to a Party day are pasted."""
    return _ask(_of_replies(party_day_id), Typed())


@console.post("/party-days/<int:party_day_id>/group-list")
def enter_party_day_list(party_day_id: int) -> Page:
    """Note who means to come and who asks for leave."""
    return _go_on(_of_replies(party_day_id))


@console.get("/party-days/<int:party_day_id>/roll/group-list")
def paste_roll_list(party_day_id: int) -> Page:
    """Where the list of those who are there is pasted."""
    return _ask(_of_roll(party_day_id), Typed())


@console.post("/party-days/<int:party_day_id>/roll/group-list")
def enter_roll_list(party_day_id: int) -> Page:
    """Call the roll by the list."""
    return _go_on(_of_roll(party_day_id))


@console.get("/notices/<int:notice_id>/group-list")
def paste_notice_list(notice_id: int) -> Page:
    """Where the replies to a notice are pasted."""
    return _ask(_of_notice(notice_id), Typed())


@console.post("/notices/<int:notice_id>/group-list")
def enter_notice_list(notice_id: int) -> Page:
    """Note who has answered in the group: they need not be phoned."""
    return _go_on(_of_notice(notice_id))


def _of_event(event_id: int) -> Purpose:
    event, _ = events.event_to_run(event_id, by=current_actor(), now=utc_now())

    def enter(chosen: list[Chosen], _nonce: str) -> str:
        wanted = [Wanted(one.person_id, one.entry.others) for one in chosen]
        entered = group_sign_ups.sign_up_people(event_id, wanted, by=current_actor(), now=utc_now())
        return said_of_sign_ups(entered, {one.person_id: one.entry.name for one in chosen})

    return Purpose(
        event.title,
        url_for("console.show_event", event_id=event_id),
        "代报名、贴接龙",
        "按先后替他们报名，每个人都会收到消息。",
        "带人来的在姓名后面写「+1」。",
        lambda text: group_sign_ups.read_list(event_id, text, to=current_actor(), now=utc_now()),
        sign_up_or_not,
        enter,
    )


def _of_replies(party_day_id: int) -> Purpose:
    def enter(chosen: list[Chosen], _nonce: str) -> str:
        replies = [_reply(one) for one in chosen]
        return said_of_replies(group_replies.note_replies(party_day_id, replies, by=current_actor(), now=utc_now()))

    return Purpose(
        *_party_day(party_day_id),
        "记回话、贴接龙",
        "说来的记下，请假的记上请假。",
        AWAY,
        lambda text: group_replies.read_list(party_day_id, text, to=current_actor()),
        leave_or("记下说来"),
        enter,
    )


def _of_roll(party_day_id: int) -> Purpose:
    def enter(chosen: list[Chosen], nonce: str) -> str:
        actor, now = current_actor(), utc_now()
        here = [one.person_id for one in chosen if not one.entry.stays_away]
        marks = [Mark(AttendanceStatus.PRESENT, now, f"{nonce}-{number}", person_id=number) for number in here]
        marked = roll_call.call_roll(party_day_id, marks, by=actor, now=now) if marks else []
        away = [_reply(one) for one in chosen if one.entry.stays_away]
        noted = group_replies.note_replies(party_day_id, away, by=actor, now=now) if away else []
        return said_of_roll(marked, noted)

    return Purpose(
        *_party_day(party_day_id),
        "按群接龙点名",
        "到了的记实到，请假的记上请假。",
        AWAY,
        lambda text: group_replies.read_list(party_day_id, text, to=current_actor()),
        leave_or("记实到"),
        enter,
    )


def _party_day(party_day_id: int) -> tuple[str, str]:
    """Its title and the way back, for whoever keeps one of its sheets."""
    day = party_days.get_party_day(party_day_id, to=current_actor())
    attendance_lines.require_sheets(day, by=current_actor())
    return day.title, url_for("console.show_party_day", party_day_id=party_day_id)


def _reply(one: Chosen) -> Reply:
    if one.entry.stays_away:
        return Reply(one.person_id, "on_leave", one.entry.note)
    return Reply(one.person_id, "coming")


def _of_notice(notice_id: int) -> Purpose:
    notice = notice_lists.get_notice(notice_id, to=current_actor())

    def enter(chosen: list[Chosen], _nonce: str) -> str:
        people = [one.person_id for one in chosen]
        told = notice_reports.mark_told(notice_id, people, ToldHow.GROUP, by=current_actor(), now=utc_now())
        before = f"，{len(people) - told} 人原来就已告知" if told < len(people) else ""
        return f"记下了，{told} 人在群里答应，不用再打电话{before}"

    return Purpose(
        notice.title,
        url_for("console.show_notice", notice_id=notice_id),
        "贴回群接龙",
        "群里答应的，不用再打电话。",
        "",
        lambda text: notice_replies.read_entries(notice_id, text, to=current_actor()),
        lambda _entry: "记为群里答应",
        enter,
    )


def _ask(purpose: Purpose, typed: Typed) -> str:
    return page("group_list.html", purpose=purpose, typed=typed, longest=LONGEST)


def _go_on(purpose: Purpose) -> Page:
    """Read what was pasted, show it, enter it once it is confirmed; nothing is written before."""

    def act(form: ListForm) -> Page:
        entries = _read(purpose, form.text)
        if form.step == "text":
            return _ask(purpose, _as_typed())
        if form.step == "read":
            return _look(purpose, entries, _as_typed())
        return go_to(purpose.back, purpose.enter(_confirmed(purpose, entries), form.nonce))

    def again(typed: Typed) -> Page:
        entries = purpose.read(typed["text"]) if typed["step"] == "enter" and "text" not in typed.errors else []
        return _look(purpose, entries, typed) if entries else _ask(purpose, typed)

    return submit(ListForm, act, again=again)


def _as_typed() -> Typed:
    return Typed(values=request.form.copy())


def _read(purpose: Purpose, text: str) -> list[Entry]:
    entries = purpose.read(text)
    if not entries:
        raise Invalid("no_list", "没有认出接龙，请在群里长按接龙，整段复制再粘贴", {"text": "没有认出接龙"})
    return entries


def _look(purpose: Purpose, entries: list[Entry], typed: Typed) -> str:
    """What was recognised, for a person to look at: what is plain is ticked, a namesake must be chosen."""
    lines = [Line(number, entry, purpose.meaning(entry), _ticked(number, entry, purpose, typed))
             for number, entry in enumerate(entries)]  # fmt: skip
    known = [line for line in lines if line.entry.candidates]
    return page(
        "group_list_look.html",
        purpose=purpose,
        typed=typed,
        plain=[line for line in known if line.is_plain],
        unsure=[line for line in known if not line.is_plain],
        unknown=[line for line in lines if not line.entry.candidates],
        field=FIELD,
        nonce=typed["nonce"] or secrets.token_hex(8),
    )


def _ticked(number: int, entry: Entry, purpose: Purpose, typed: Typed) -> int | None:
    if typed["step"] == "enter":
        return as_id(typed[f"{FIELD}{number}"])
    is_plain = len(entry.candidates) == 1 and entry.is_sure
    return entry.candidates[0].id if is_plain and purpose.meaning(entry) else None


def _confirmed(purpose: Purpose, entries: list[Entry]) -> list[Chosen]:
    """The ticked lines in the list's order. A namesake chosen in two of them is for a person to settle."""
    chosen: dict[int, Chosen] = {}
    for number, entry in enumerate(entries):
        said = request.form.get(f"{FIELD}{number}", "")
        if not said or not purpose.meaning(entry):
            continue
        person_id = next((one.id for one in entry.candidates if str(one.id) == said), None)
        if person_id is None:
            raise Conflict("list_changed", "名册刚有变动，请再核对一遍，打勾的才会写")
        if person_id in chosen:
            raise Conflict("chosen_twice", f"{entry.name}有一位选在了两行，请只留一行")
        chosen[person_id] = Chosen(entry, person_id)
    if not chosen:
        raise Invalid("nobody_chosen", "还没有打勾的人，请至少勾一位")
    if len(chosen) > MOST_PEOPLE:
        raise Invalid("too_many_people", f"一次最多写 {MOST_PEOPLE} 人，请去掉一些勾，分几次写")
    return list(chosen.values())

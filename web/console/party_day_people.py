"""One person on a Party day's list: called, on leave, exempt, struck, taught at home, made up; and adding people."""

from __future__ import annotations

import uuid
from typing import Annotated, Any, Literal

from pydantic import Field

from models.attendance import AttendanceStatus
from models.party_days import PartyDay
from models.people import Person
from services import leaves, make_ups, party_day_guests, party_day_sheets, party_days, roll_call, strikes
from services.errors import NotFound
from services.party_day_sheets import Row
from services.roll_call import MARKABLE, Mark
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.forms import Form, Maybe, Typed, filled, submit
from web.console.page import Page, go, page
from web.console.queries import asked_id
from web.fields import Day, Id, Text
from web.lifecycle import utc_now

Reason = Annotated[Text, Field(max_length=200)]


class MarkForm(Form):
    status: AttendanceStatus
    nonce: Annotated[str, Field(min_length=1, max_length=40)]
    note: Annotated[Text, Field(max_length=200)] = ""


class LeaveForm(Form):
    reason: Annotated[Text, Field(min_length=1, max_length=200)]


class LeaveDecisionForm(Form):
    decision: Literal["approve", "refuse"]
    reason: Reason = ""


class ExemptionForm(Form):
    reason: Annotated[Text, Field(min_length=1, max_length=200)]
    decision: Annotated[Text, Field(min_length=1, max_length=100)]
    until_on: Maybe[Day] = None


class ReasonForm(Form):
    reason: Reason = ""


class MakeUpForm(Form):
    decision: Literal["confirm", "return"]
    note: Annotated[Text, Field(max_length=500)] = ""


class AddForm(Form):
    person_id: Maybe[Id] = None
    code: Annotated[Text, Field(max_length=80)] = ""
    # A column that is called as_ in the services: `as` is a keyword.
    role: Literal["expected", "observer"] = "observer"
    reason: Reason = ""


@console.get("/party-days/<int:party_day_id>/people/<int:person_id>")
def show_person_on_list(party_day_id: int, person_id: int) -> Page:
    """One person's line, and what can be done about it."""
    return _person_page(party_day_id, person_id)


def _person_page(party_day_id: int, person_id: int, typed: Typed | None = None, form: str = "") -> str:
    day, row = _row(party_day_id, person_id)
    marks = [(status.value, words.ATTENDANCE_NAMES[status]) for status in MARKABLE]
    return page(
        "party_day_person.html",
        day=day,
        row=row,
        marks=marks,
        nonce=uuid.uuid4().hex,
        typed=typed or Typed(),
        blank=Typed(),
        form=form,
    )


def _row(party_day_id: int, person_id: int) -> tuple[PartyDay, Row]:
    actor = current_actor()
    day = party_days.get_party_day(party_day_id, to=actor)
    for sheet in party_day_sheets.joined_sheets(day, to=actor):
        for row in party_day_sheets.rows_of(sheet):
            if row.person.id == person_id:
                return day, row
    raise NotFound()


def _act(form_type: type[Any], party_day_id: int, person_id: int, name: str, act: Any) -> Page:
    """Act on a form of the person's page; refused, the page comes again with that form open.

    `act` takes the form and answers what to say.
    """

    def run(form: Any) -> Page:
        said = act(form)
        return go("console.show_person_on_list", said, party_day_id=party_day_id, person_id=person_id)

    return submit(form_type, run, again=lambda typed: _person_page(party_day_id, person_id, typed, name))


@console.post("/party-days/<int:party_day_id>/people/<int:person_id>/mark")
def mark_person(party_day_id: int, person_id: int) -> Page:
    """Call one name of the roll; a lesson at home is noted here too (上门送学)."""
    now = utc_now()

    def act(form: MarkForm) -> str:
        mark = Mark(form.status, now, form.nonce, person_id=person_id, note=form.note)
        (marked,) = roll_call.call_roll(party_day_id, [mark], by=current_actor(), now=now)
        state = words.ATTENDANCE_NAMES[marked.status]
        if marked.result == "conflict":
            return f"没有改：这个人已经签到（{state}）。确实不在现场，请用「取消签到」"
        return f"已记为「{state}」"

    return _act(MarkForm, party_day_id, person_id, "mark", act)


@console.post("/party-days/<int:party_day_id>/people/<int:person_id>/leave")
def enter_leave(party_day_id: int, person_id: int) -> Page:
    """Leave that was asked for by telephone."""

    def act(form: LeaveForm) -> str:
        leaves.enter_leave(party_day_id, person_id, form.reason, by=current_actor(), now=utc_now())
        return "请假已记下，会后会请本人补学"

    return _act(LeaveForm, party_day_id, person_id, "leave", act)


@console.post("/party-days/<int:party_day_id>/people/<int:person_id>/leave/decision")
def decide_leave(party_day_id: int, person_id: int) -> Page:
    """Approve or refuse leave that was asked for on the phone."""

    def act(form: LeaveDecisionForm) -> str:
        refuse_untold(form, form.reason)
        leaves.decide_leave(
            party_day_id, person_id, form.decision, reason=form.reason, by=current_actor(), now=utc_now()
        )
        return "已批准，本人会收到消息" if form.decision == "approve" else "没有批准，本人会收到消息和理由"

    return _act(LeaveDecisionForm, party_day_id, person_id, "decision", act)


@console.post("/party-days/<int:party_day_id>/people/<int:person_id>/exemption")
def exempt_person(party_day_id: int, person_id: int) -> Page:
    """Not counted in 应到, by a decision of the branch committee."""

    def act(form: ExemptionForm) -> str:
        party_day_guests.exempt_person(
            party_day_id, person_id, **form.model_dump(exclude={"released"}), by=current_actor(), now=utc_now()
        )  # fmt: skip
        return "已不计应到，理由和支委会决定已存档"

    return _act(ExemptionForm, party_day_id, person_id, "exemption", act)


@console.post("/party-days/<int:party_day_id>/people/<int:person_id>/count")
def count_person_again(party_day_id: int, person_id: int) -> Page:
    """Take an exemption back."""

    def act(form: ReasonForm) -> str:
        party_day_guests.count_person_again(
            party_day_id, person_id, reason=form.reason, by=current_actor(), now=utc_now()
        )
        return "已重新计入应到"

    return _act(ReasonForm, party_day_id, person_id, "count", act)


@console.post("/party-days/<int:party_day_id>/people/<int:person_id>/strike")
def strike_entry(party_day_id: int, person_id: int) -> Page:
    """Take an arrival off the sheet after comparing it with the room."""

    def act(form: ReasonForm) -> str:
        strikes.strike_entry(party_day_id, person_id, reason=form.reason, by=current_actor(), now=utc_now())
        return "已取消这条签到；本人不能再扫码，人真来了请点名"

    return _act(ReasonForm, party_day_id, person_id, "strike", act)


@console.post("/party-days/<int:party_day_id>/people/<int:person_id>/make-up")
def decide_make_up(party_day_id: int, person_id: int) -> Page:
    """Confirm a make-up study, also one on paper, or send it back."""

    def act(form: MakeUpForm) -> str:
        refuse_untold(form, form.note)
        make_ups.decide_make_up(
            party_day_id, person_id, form.decision, note=form.note, by=current_actor(), now=utc_now()
        )
        return "补学已确认，本人会收到消息" if form.decision == "confirm" else "已退回，本人会收到要补充什么"

    return _act(MakeUpForm, party_day_id, person_id, "make_up", act)


@console.get("/party-days/<int:party_day_id>/people/add")
def choose_person(party_day_id: int) -> Page:
    """Whom to add: one of the branch's own people, or whoever shows their code."""
    return _add_page(party_day_id, filled(role="observer"))


def _add_page(party_day_id: int, typed: Typed) -> str:
    actor = current_actor()
    day = party_days.get_party_day(party_day_id, to=actor)
    sheet = party_day_sheets.pick_sheet(day, asked_id("sheet"), to=actor)
    listed = {row.person.id for row in party_day_sheets.rows_of(sheet)}
    rows = Person.select().where(Person.home == sheet.organisation_id, Person.merged_into.is_null(), Person.name != "")
    # Who has no name has not bound yet. Namesakes are told apart by the end of their phone number.
    people = [
        (person.id, f"{person.name}（{words.STANDING_NAMES[person.standing]}，尾号 {person.phone_tail or '无'}）")
        for person in rows.order_by(Person.standing, Person.name)
        if person.id not in listed
    ]
    return page("party_day_add.html", day=day, sheet=sheet, people=people, typed=typed)


@console.post("/party-days/<int:party_day_id>/people/add")
def add_person_to_list(party_day_id: int) -> Page:
    """Put someone on the list: an observer, or a member who was missing."""

    def act(form: AddForm) -> Page:
        line = party_day_guests.add_person(
            party_day_id, form.person_id, code=form.code or None, as_=form.role, reason=form.reason,
            by=current_actor(), now=utc_now(),
        )  # fmt: skip
        said = f"已把{line.person.name}加进名单"
        return go("console.show_party_day", said, party_day_id=party_day_id, sheet=line.sheet.organisation_id)

    return submit(AddForm, act, again=lambda typed: _add_page(party_day_id, typed))

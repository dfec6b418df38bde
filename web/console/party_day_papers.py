"""What is printed for a Party day and typed in again: the sign-in sheet, its re-key page, the 六有 pack (P12, P13)."""

from __future__ import annotations

import uuid
from typing import Annotated

from flask import Response, current_app, request, url_for
from pydantic import Field, ValidationError

from models.attendance import AttendanceStatus
from models.party_days import PartyDay, PartyDaySheet
from services import exports, pack_exports, party_day_pack, party_day_sheets, party_days, roll_call
from services.errors import Conflict, Invalid
from services.papers import Paper
from services.party_day_sheets import Row
from services.roll_call import Mark, Marked
from services.task_files import PDF
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.files import attachment
from web.console.forms import Form, Typed, filled, submit
from web.console.page import Page, go, page
from web.console.queries import asked_id
from web.errors import status_of
from web.fields import Id, Text
from web.lifecycle import utc_now

# The keys of the re-key page and the boxes of the printed sheet, in the same order.
BOXES = (
    (AttendanceStatus.PRESENT, "到"),
    (AttendanceStatus.ONLINE, "线上"),
    (AttendanceStatus.ON_LEAVE, "请假"),
    (AttendanceStatus.ABSENT, "未到"),
)
# And the person's number. What a row said when the page was opened comes back with it.
FIELD, WAS = "person-", "was-"


class Ticks(Form):
    """One sheet as it was ticked: the person's number → the box."""

    nonce: Annotated[str, Field(min_length=1, max_length=40)]
    ticks: dict[Id, AttendanceStatus]


class PackForm(Form):
    format: pack_exports.Format
    reason: Annotated[Text, Field(max_length=exports.LONGEST_REASON)] = ""


@console.get("/party-days/<int:party_day_id>/sign-in-sheet.pdf")
def show_sign_in_sheet(party_day_id: int) -> Page:
    """The sheet to hang up and tick; its QR code opens the re-key page."""
    from services.sign_in_sheets import (
        print_sign_in_sheet,  # here: the PDF library takes 14 MB, which most processes never need
    )

    day = party_days.get_party_day(party_day_id, to=current_actor())
    sheet = party_day_sheets.pick_sheet(day, _asked_sheet(), to=current_actor())
    link = url_for("console.rekey_sheet", party_day_id=day.id, sheet=sheet.organisation_id, _external=True)
    answer = Response(print_sign_in_sheet(day, sheet, link=link), content_type=PDF)
    answer.headers.set("Content-Disposition", "inline", filename="签到表.pdf")
    answer.headers["Cache-Control"] = "no-store"  # names: kept by no cache on its way
    return answer


@console.get("/party-days/<int:party_day_id>/paper")
def rekey_sheet(party_day_id: int) -> Page:
    """A whole sheet on one page, by the keyboard alone."""
    return _rekey_page(*_day_and_sheet(party_day_id), ticked={}, nonce=uuid.uuid4().hex, message="")


def _day_and_sheet(party_day_id: int) -> tuple[PartyDay, PartyDaySheet]:
    day = party_days.get_party_day(party_day_id, to=current_actor())
    return day, party_day_sheets.pick_sheet(day, _asked_sheet(), to=current_actor())


def _rekey_page(day: PartyDay, sheet: PartyDaySheet, *, ticked: dict[str, str], nonce: str, message: str) -> str:
    lines = party_day_sheets.rows_of(sheet)
    was = {row.person.id: request.form.get(f"{WAS}{row.person.id}", _said(row)) for row in lines}
    said = {row.person.id: ticked.get(str(row.person.id)) or _said(row) for row in lines}
    return page(
        "party_day_paper.html",
        day=day,
        sheet=sheet,
        lines=lines,
        was=was,
        said=said,
        boxes=BOXES,
        nonce=nonce,
        message=message,
    )


@console.post("/party-days/<int:party_day_id>/paper")
def store_sheet(party_day_id: int) -> Page:
    """What was ticked, as marks of the roll; what stood there already, or has been said since, is passed over."""
    day, sheet = _day_and_sheet(party_day_id)
    ticked = {name.removeprefix(FIELD): box for name, box in request.form.items() if name.startswith(FIELD) and box}
    nonce = request.form.get("nonce", "")
    try:
        return _store(day, sheet, _read_ticks(nonce, ticked))
    except (Invalid, Conflict) as refusal:
        return _rekey_page(day, sheet, ticked=ticked, nonce=nonce, message=refusal.message), status_of(refusal)


def _store(day: PartyDay, sheet: PartyDaySheet, form: Ticks) -> Page:
    now = utc_now()  # before the sheet is read: a word that comes in between is the later one, and stands
    rows = {row.person.id: row for row in party_day_sheets.rows_of(sheet)}
    present = {person_id: _said(row) for person_id, row in rows.items()}
    was = {person_id: request.form.get(f"{WAS}{person_id}", "") for person_id in form.ticks}
    ticks = {one: box for one, box in form.ticks.items() if box not in (was[one], present.get(one))}
    changed = [rows[one] for one in ticks if one in rows and was[one] != present[one]]
    marks = [
        Mark(status, now, f"{form.nonce}-{person_id}", person_id=person_id)
        for person_id, status in ticks.items()
        if rows.get(person_id) not in changed
    ]
    marked = roll_call.call_roll(day.id, marks, by=current_actor(), now=now) if marks else []
    said = _told(marked, rows) + _told_of_changed(changed)
    return go("console.show_party_day", said, party_day_id=day.id, sheet=sheet.organisation_id)


def _read_ticks(nonce: str, ticked: dict[str, str]) -> Ticks:
    try:
        return Ticks.model_validate({"nonce": nonce, "ticks": ticked})
    except ValidationError as error:
        raise Invalid() from error


def _said(row: Row) -> str:
    """The box that a line says already; observers stay observers, and only whether they came is told.

    Who was put down as absent when the day closed, by nobody, has no box yet: the paper says it first.
    """
    is_put_down = row.line.status is AttendanceStatus.ABSENT and row.line.marked_at is None
    if is_put_down or row.line.status is AttendanceStatus.NOT_YET:
        return ""
    if row.line.status is AttendanceStatus.OBSERVER:
        return AttendanceStatus.PRESENT.value if row.line.checked_in_at is not None else ""
    return str(row.line.status.value)


def _told_of_changed(changed: list[Row]) -> str:
    if not changed:
        return ""
    names = "、".join(f"{row.person.name}（现在是「{words.ATTENDANCE_NAMES[row.line.status]}」）" for row in changed)
    return f"。{names}在您打开这页以后有人改过，没有动；要改，请再点「补录签到表」"


def _told(marked: list[Marked], rows: dict[int, Row]) -> str:
    names = "、".join(rows[one.person_id].person.name for one in marked if one.result == "conflict")
    stored = sum(one.result == "stored" for one in marked)
    if names:
        return f"录入 {stored} 人。{names}已经自己签到，没有改；确实不在现场，请点开名字取消签到"
    return f"录入 {stored} 人，和纸质签到表核对一下总数" if stored else "没有变化，名单上已经是这样"


@console.get("/party-days/<int:party_day_id>/pack")
def preview_pack(party_day_id: int) -> Page:
    """The 六有 pack of one branch on the screen, before it is filed; what the typeface lacks is said here."""
    return _pack_page(party_day_id, Typed())


def _pack_page(party_day_id: int, typed: Typed) -> str:
    day = party_days.get_party_day(party_day_id, to=current_actor())
    paper = _pack(party_day_id)
    return page(
        "party_day_pack.html",
        day=day,
        paper=paper,
        missing=paper.missing_characters(),
        asked_sheet=_asked_sheet(),
        typed=typed if typed.values else filled(reason="存档"),
    )


@console.post("/party-days/<int:party_day_id>/pack")
def take_pack_away(party_day_id: int) -> Page:
    """The same as Word or PDF, marked and logged like every table that is taken away."""

    def act(form: PackForm) -> Page:
        paper, actor, now = _pack(party_day_id), current_actor(), utc_now()
        return attachment(pack_exports.export_pack(paper, party_day_id, form.format, form.reason, by=actor, now=now))

    return submit(PackForm, act, again=lambda typed: _pack_page(party_day_id, typed))


def _pack(party_day_id: int) -> Paper:
    store = current_app.extensions["photo_store"]
    return party_day_pack.make_pack(party_day_id, _asked_sheet(), store=store, to=current_actor(), now=utc_now())


def _asked_sheet() -> int | None:
    return asked_id("sheet")

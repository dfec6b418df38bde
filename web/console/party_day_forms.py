"""Calling a Party day or meeting from a desk: new, like an earlier one, changed, moved, published, called off."""

from __future__ import annotations

from typing import Annotated, Any

from flask import request, url_for
from pydantic import Field
from werkzeug.datastructures import MultiDict

from models.organisations import Organisation
from models.party_days import DATES_ONLY, CheckInWay, MeetingKind, PartyDay, PartyDayStatus
from services import attendance_counts, organisations, party_day_changes, party_day_lists, party_days
from services.party_day_changes import PartyDayChange
from services.party_days import PartyDayText
from services.texts import TextHeld
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.branches import groups_of, my_branches, named
from web.console.checking import is_doubted, refuse_untold
from web.console.confirming import ask_again, ask_first
from web.console.forms import EditForm, Form, LocalInstant, Maybe, Typed, filled, submit
from web.console.once import make_once
from web.console.page import Page, go, page
from web.console.queries import asked_id, asked_text
from web.fields import Id, Text
from web.lifecycle import utc_now

SAVED_AS_DRAFT = "微信没能放行这段文字，先存成了草稿：请再读一遍，没有问题就点「发布」"
DOUBTED = "微信没有放行下面的文字，或者没有应答。您再读一遍，没有问题可以照发；要改请返回。"
TEXTS = ("title", "place", "material")


class PartyDayForm(Form):
    title: Annotated[Text, Field(min_length=1, max_length=40)]
    starts_at: LocalInstant
    ends_at: LocalInstant
    place: Annotated[Text, Field(max_length=40)] = ""
    material: Annotated[Text, Field(max_length=300)] = ""
    check_in: CheckInWay = CheckInWay.BOTH


class NewForm(PartyDayForm):
    kind: MeetingKind = MeetingKind.PARTY_DAY
    organisation_id: Maybe[Id] = None
    group_id: Maybe[Id] = None


class ChangeForm(PartyDayForm, EditForm):
    reason: Annotated[Text, Field(max_length=200)] = ""


class ReasonForm(Form):
    reason: Annotated[Text, Field(max_length=200)] = ""


@console.get("/party-days/new")
def new_party_day() -> Page:
    """An empty form, or one filled in like an earlier Party day (`like`) or of a kind (`kind`)."""
    like = asked_id("like")
    if like is None:
        return _new_page(filled(kind=asked_text("kind") or MeetingKind.PARTY_DAY, check_in=CheckInWay.BOTH))
    last = party_days.get_party_day(like, to=current_actor())
    names = ("title", "place", "material", "check_in", "kind", "organisation_id", "group_id")
    return _new_page(filled(**{name: getattr(last, name) for name in names}))


def _new_page(typed: Typed) -> str:
    mine = my_branches()
    return page("party_day_new.html", typed=typed, branches=named(mine), groups=groups_of(mine), **_choices())


def _choices() -> dict[str, Any]:
    return {
        "kinds": [(kind.value, name) for kind, name in words.MEETING_NAMES.items() if kind not in DATES_ONLY],
        "check_ins": [(way.value, name) for way, name in words.CHECK_IN_NAMES.items()],
    }


@console.post("/party-days/new")
def create_party_day() -> Page:
    """Call it: everyone of the branch is on the list and is told; says first how many."""

    def act(form: NewForm) -> Page:
        actor = current_actor()
        organisation = organisations.organisation_for(form.organisation_id, by=actor)
        text, now = PartyDayText(**form.model_dump(exclude={"organisation_id", "released"})), utc_now()
        party_days.check_plan(text, organisation, by=actor, now=now)
        if asking := _ask_about(text, organisation):
            return asking
        is_held = is_doubted(form.title, form.place, form.material)
        day_id = make_once(
            lambda: party_days.create_party_day(text, organisation, is_held=is_held, by=actor, now=now).id
        )
        made = party_days.get_party_day(day_id, to=actor)
        said = SAVED_AS_DRAFT if is_held else f"已发布，{_told(made)} 人会收到通知"
        return go("console.show_party_day", said, party_day_id=made.id)

    return submit(NewForm, act, again=_new_page)


def _ask_about(text: PartyDayText, organisation: Organisation) -> Page | None:
    """The same question as about a draft, of a Party day that is not stored yet."""
    day = PartyDay(organisation=organisation, kind=text.kind, group=text.group_id, starts_at=text.starts_at)
    return _ask_to_publish(day, text.title, back=url_for("console.new_party_day"))


@console.get("/party-days/<int:party_day_id>/change")
def edit_party_day(party_day_id: int) -> Page:
    """What is written, and when; moving it asks for a reason."""
    day, _ = party_days.runnable(party_day_id, by=current_actor())
    return _change_page(day, _present(day))


def _present(day: PartyDay) -> Typed:
    names = ("title", "place", "material", "check_in", "starts_at", "ends_at")
    return filled(**{name: getattr(day, name) for name in names})


def _change_page(day: PartyDay, typed: Typed) -> str:
    present = _present(day).values
    return page("party_day_change.html", day=day, typed=typed, present=present, told=_told(day), **_choices())


def _told(day: PartyDay) -> int:
    """How many are told of a change."""
    return len(party_day_lists.to_tell(day)) if day.status is PartyDayStatus.PLANNED else 0


@console.post("/party-days/<int:party_day_id>/change")
def change_party_day(party_day_id: int) -> Page:
    """Change or move it; everyone awaited is told of another time or place. A draft may be published with it."""
    day, _ = party_days.runnable(party_day_id, by=current_actor())
    is_published = request.form.get("publish") == "yes" and day.status is PartyDayStatus.DRAFT

    def act(form: ChangeForm) -> Page:
        form.refuse_stale(day.version)
        if is_published and (asking := _ask_to_publish(day, form.title, back=_page_of(day))):
            return asking
        changed = _changed(form, day)
        is_draft_held = _check(form, changed, day)
        done = party_day_changes.change_party_day(
            day.id,
            PartyDayChange(**changed),
            reason=form.reason,
            is_held=is_draft_held,
            version=form.version,
            by=current_actor(),
            now=utc_now(),
        )
        if is_published and not is_draft_held:
            return _publish(done)
        said = SAVED_AS_DRAFT if is_draft_held else _said_of(changed, day)
        return go("console.show_party_day", said, party_day_id=day.id)

    def again(typed: Typed) -> Page:
        return _change_page(party_days.runnable(day.id, by=current_actor())[0], typed)

    return submit(ChangeForm, act, again=again)


def _changed(form: ChangeForm, day: PartyDay) -> dict[str, Any]:
    """What is written otherwise than the Party day says."""
    written = {name: getattr(form, name) for name in form.model_fields_set - {"reason", "version", "released"}}
    return {name: value for name, value in written.items() if value != getattr(day, name)}


def _check(form: ChangeForm, changed: dict[str, Any], day: PartyDay) -> bool:
    """Whether a draft's text is doubted, which keeps it a draft; all of it, for it may be published with the change.

    Raises TextHeld for a Party day that is out.
    """
    if day.status is PartyDayStatus.DRAFT:
        return is_doubted(*(getattr(form, name) for name in TEXTS))
    refuse_untold(form, *(changed.get(name) for name in TEXTS), form.reason)
    return False


def _said_of(changed: dict[str, Any], day: PartyDay) -> str:
    told = _told(day) if {"starts_at", "place"} & changed.keys() else 0
    return f"已改好，{told} 人会收到变动通知" if told else "已改好"


@console.post("/party-days/<int:party_day_id>/publish")
def publish_party_day(party_day_id: int) -> Page:
    """Make a draft known; says first how many will be told, and shows again what WeChat's check doubts."""
    day, _ = party_days.runnable(party_day_id, by=current_actor())
    return _ask_to_publish(day, day.title, back=_page_of(day)) or _ask_about_the_text(day) or _publish(day)


def _ask_to_publish(day: PartyDay, title: str, *, back: str) -> Page | None:
    people = party_day_lists.will_be_told(day)
    lines = [f"「{title}」将通知{day.organisation.name}名单上的 {people} 人。"]
    return ask_first(f"发布{words.MEETING_NAMES[day.kind]}", lines, yes="发布并通知", back=back)


def _page_of(day: PartyDay) -> str:
    return url_for("console.show_party_day", party_day_id=day.id)


def _ask_about_the_text(day: PartyDay) -> Page | None:
    """The page that shows what WeChat doubts; None once it passes, or the secretary answers for just this version."""
    written = party_days.unread_texts(day)
    is_released = request.form.get("released") == str(day.version)
    try:
        refuse_untold(Form(released="yes" if is_released else ""), *written)
    except TextHeld:
        lines = [DOUBTED, *(text for text in written if text)]
        released = MultiDict({"released": str(day.version)})
        back = url_for("console.edit_party_day", party_day_id=day.id)
        return ask_again(f"发布{words.MEETING_NAMES[day.kind]}", lines, released, yes="我已核对，仍然发布", back=back)
    return None


def _publish(day: PartyDay) -> Page:
    party_days.publish_party_day(day.id, version=day.version, by=current_actor(), now=utc_now())
    told = _told(party_days.get_party_day(day.id, to=current_actor()))
    return go("console.show_party_day", f"已发布，{told} 人会收到通知", party_day_id=day.id)


@console.get("/party-days/<int:party_day_id>/cancel")
def ask_to_cancel(party_day_id: int) -> Page:
    day, _ = party_days.runnable(party_day_id, by=current_actor())
    return _cancel_page(day, Typed())


def _cancel_page(day: PartyDay, typed: Typed) -> str:
    sheets = attendance_counts.sheets_of([day.id])[day.id]
    return page("party_day_cancel.html", day=day, typed=typed, told=_told(day), sheets=sheets)


@console.post("/party-days/<int:party_day_id>/cancel")
def cancel_party_day(party_day_id: int) -> Page:
    """Call it off; its people are told why."""
    day, _ = party_days.runnable(party_day_id, by=current_actor())
    told = _told(day)

    def act(form: ReasonForm) -> Page:
        refuse_untold(form, form.reason)
        party_day_changes.cancel_party_day(day.id, reason=form.reason, by=current_actor(), now=utc_now())
        return go("console.show_party_day", f"已取消，{told} 人会收到通知" if told else "已取消", party_day_id=day.id)

    return submit(ReasonForm, act, again=lambda typed: _cancel_page(day, typed))

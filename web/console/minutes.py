"""Writing minutes: versions, a warning when somebody else saved, unlocking with a reason (features P12)."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from models.appointments import Function
from models.meetings import MinutesVersion
from services import minutes
from services.errors import NotFound
from services.minutes import LONGEST_TEXT, Minutes, MinutesText
from web.console.blueprint import console, current_actor
from web.console.forms import Form, Typed, filled, submit
from web.console.page import Page, go, page
from web.fields import Text
from web.lifecycle import utc_now

FIELDS = ("agenda", "host", "recorder", "text")


class MinutesForm(Form):
    based_on: Annotated[int, Field(ge=0, le=32000)]
    agenda: Annotated[Text, Field(max_length=LONGEST_TEXT)] = ""
    host: Annotated[Text, Field(max_length=30)] = ""
    recorder: Annotated[Text, Field(max_length=30)] = ""
    text: Annotated[Text, Field(max_length=LONGEST_TEXT)] = ""


class UnlockForm(Form):
    reason: Annotated[Text, Field(max_length=200)] = ""


@console.get("/party-days/<int:party_day_id>/minutes")
def edit_minutes(party_day_id: int) -> Page:
    """The minutes as they stand, to be written on while they are not locked."""
    found = minutes.get_minutes(party_day_id, to=current_actor(), now=utc_now())
    latest = found.latest
    typed = filled(based_on=latest.number if latest else 0, **{name: getattr(latest, name, "") for name in FIELDS})
    return _page(found, typed)


def _page(found: Minutes, typed: Typed, **more: Any) -> str:
    latest = found.latest
    present = {name: getattr(latest, name) for name in FIELDS} if latest else {}
    can_write = current_actor().may(Function.RUN_PARTY_DAYS, found.day.organisation)
    return page("minutes.html", minutes=found, day=found.day, typed=typed, present=present, can_write=can_write, **more)


@console.post("/party-days/<int:party_day_id>/minutes")
def save_minutes(party_day_id: int) -> Page:
    """Save the next version. The second of two writers sees both texts and saves again on top of the newer one."""

    def act(form: MinutesForm) -> Page:
        text = MinutesText(**form.model_dump(exclude={"based_on", "released"}))
        saved = minutes.save_minutes(
            party_day_id, text, based_on=form.based_on, by=current_actor(), now=utc_now()
        )  # fmt: skip
        return go("console.edit_minutes", f"已存为第 {saved.number} 版", party_day_id=party_day_id)

    return submit(MinutesForm, act, again=lambda typed: _again(party_day_id, typed))


def _again(party_day_id: int, typed: Typed) -> str:
    found = minutes.get_minutes(party_day_id, to=current_actor(), now=utc_now())
    if typed.is_second_editor and found.latest:
        typed.values["based_on"] = str(found.latest.number)
    return _page(found, typed)


@console.get("/party-days/<int:party_day_id>/minutes/<int:number>")
def show_minutes_version(party_day_id: int, number: int) -> Page:
    """An earlier version, to read."""
    found = minutes.get_minutes(party_day_id, to=current_actor(), now=utc_now())
    version: MinutesVersion | None = next((one for one in found.versions if one.number == number), None)
    if version is None:
        raise NotFound()
    return page("minutes_version.html", day=found.day, version=version, latest=found.latest)


@console.post("/party-days/<int:party_day_id>/minutes/unlock")
def unlock_minutes(party_day_id: int) -> Page:
    """Open locked minutes for some days; those above are told."""

    def act(form: UnlockForm) -> Page:
        unlock = minutes.unlock_minutes(party_day_id, reason=form.reason, by=current_actor(), now=utc_now())
        days = (unlock.until_at - unlock.unlocked_at).days
        return go("console.edit_minutes", f"已解锁 {days} 天，上级已收到消息", party_day_id=party_day_id)

    return submit(UnlockForm, act, again=lambda typed: _again(party_day_id, typed))

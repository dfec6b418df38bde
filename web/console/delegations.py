"""What a secretary lets an assistant do for a time (features I12)."""

from __future__ import annotations

import datetime

from pydantic import Field

from models.appointments import Function, Role
from models.organisations import Organisation
from services import delegations, organisation_desk
from services.errors import NotAllowed
from services.local_time import local_day
from services.permissions import Seat
from web.console import words
from web.console.appointments import WhoForm
from web.console.blueprint import console, current_actor
from web.console.forms import Typed, filled, submit
from web.console.page import Page, go, page
from web.fields import Day, Id
from web.lifecycle import utc_now


class DelegateForm(WhoForm):
    organisation_id: Id
    functions: list[Function] = Field(min_length=1)
    starts_on: Day
    ends_on: Day


@console.get("/delegations")
def list_delegations() -> Page:
    """What I have delegated, and a form for more."""
    today = local_day(utc_now())
    a_quarter_on = today + datetime.timedelta(days=90)
    return _page(filled(starts_on=today, ends_on=a_quarter_on))


@console.post("/delegations")
def delegate() -> Page:
    """Let somebody do some of my functions until a day."""
    seats = _seats()

    def act(form: DelegateForm) -> Page:
        place = next((place for _, place in seats if place.id == form.organisation_id), None)
        if place is None:
            raise NotAllowed()
        assistant = organisation_desk.pick_person(form.name, form.tail, path=place.township_path() or place.path)
        delegations.delegate(
            form.functions,
            assistant,
            starts_on=form.starts_on,
            ends_on=form.ends_on,
            organisation=place,
            by=current_actor(),
            now=utc_now(),
        )
        what = "、".join(words.FUNCTION_NAMES[each] for each in sorted(form.functions))
        said = f"已交办给{assistant.name}：{what}，到{form.ends_on.month}月{form.ends_on.day}日为止"
        return go("console.list_delegations", said)

    return submit(DelegateForm, act, again=_page)


def _seats() -> list[tuple[Seat, Organisation]]:
    """My secretary's seats; raises NotAllowed for whoever has none."""
    mine = [seat for seat in current_actor().seats if seat.role is Role.SECRETARY]
    if not mine:
        raise NotAllowed("only_secretaries_delegate", "只有支部书记可以交办事项")
    return [(seat, Organisation.get_by_id(seat.organisation_id)) for seat in mine]


def _page(typed: Typed) -> Page:
    seats = _seats()
    running = organisation_desk.delegations_of([seat.appointment_id for seat, _ in seats], now=utc_now())
    places = [(place.id, place.name) for _, place in seats]
    return page("delegations.html", running=running, places=places, typed=typed)

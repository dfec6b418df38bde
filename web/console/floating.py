"""流动党员: who lives away, whom to call (features I9)."""

from __future__ import annotations

from pydantic import Field

from models.floating import Direction
from services import floating_members, people_desk
from services.floating_members import Stay
from services.local_time import local_day
from web.console.blueprint import console, current_actor
from web.console.forms import EditForm, Form, Typed, filled, submit
from web.console.page import Page, go, page
from web.fields import Day, Text
from web.lifecycle import utc_now


class StayForm(Form):
    direction: Direction
    place: Text = Field(min_length=1, max_length=80)
    since_on: Day
    card_number: Text = Field("", max_length=40)


class CallForm(EditForm):
    said: Text = Field("", max_length=200)


@console.get("/people/floating")
def list_floating() -> Page:
    """Members away and from elsewhere, the next to be called first."""
    return _page(Typed(), None)


@console.get("/people/<int:person_id>/stay")
def show_new_stay(person_id: int) -> Page:
    """The form for a member who leaves to live elsewhere."""
    return _stay_page(person_id, filled(since_on=local_day(utc_now()), direction=Direction.OUT.value))


@console.post("/people/<int:person_id>/stay")
def note_stay(person_id: int) -> Page:
    """Note it; the first call is due by the policy."""

    def act(form: StayForm) -> Page:
        stay = Stay(form.direction, form.place, form.since_on, form.card_number)
        noted = floating_members.note_stay(person_id, stay, by=current_actor(), now=utc_now())
        day = noted.next_contact_on
        said = f"{noted.person.name}已登记，{day.month}月{day.day}日前请联系一次"
        return go("console.list_floating", said)

    return submit(StayForm, act, again=lambda typed: _stay_page(person_id, typed))


@console.post("/people/floating/<int:stay_id>/contact")
def note_contact(stay_id: int) -> Page:
    """They were called today."""
    floating_members.get_stay(stay_id, to=current_actor())

    def act(form: CallForm) -> Page:
        stay = floating_members.note_contact(
            stay_id, form.said, version=form.version, by=current_actor(), now=utc_now()
        )
        day = stay.next_contact_on
        return go("console.list_floating", f"已记下和{stay.person.name}的联系，下次在{day.month}月{day.day}日前")

    return submit(CallForm, act, again=lambda typed: _page(typed, stay_id))


@console.post("/people/floating/<int:stay_id>/end")
def end_stay(stay_id: int) -> Page:
    """They are back."""
    floating_members.end_stay(stay_id, by=current_actor(), now=utc_now())
    return go("console.list_floating", "流动登记已结束")


def _page(typed: Typed, stay_id: int | None) -> Page:
    stays = list(floating_members.visible_stays(current_actor()))
    return page("floating.html", stays=stays, today=local_day(utc_now()), typed=typed, typed_for=stay_id)


def _stay_page(person_id: int, typed: Typed) -> Page:
    person = people_desk.get_person(person_id, to=current_actor())
    return page("stay_form.html", person=person, typed=typed)

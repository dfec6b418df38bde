"""The people of one's organisations: the table, one person, a number for a reason, adding and correcting."""

from __future__ import annotations

from pydantic import Field

from models.appointments import Function
from models.people import Person, Standing
from services import floating_members, organisations, people_desk, transfers
from services.history import history_of
from services.people_desk import Particulars
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.choices import Pairs, branches_for, chosen_organisation
from web.console.forms import EditForm, Form, Typed, filled, submit
from web.console.once import make_once
from web.console.page import Page, go, page
from web.console.queries import asked_id, asked_state, asked_text
from web.console.reasons import ReasonForm
from web.console.tables import Filter, rows_of
from web.fields import Id, Text
from web.lifecycle import utc_now

SORTS = {"name": Person.name, "home": Person.home, "standing": Person.standing, "added": Person.created_at}
BOUND = {"yes": True, "no": False}


class PersonForm(Form):
    name: Text = Field(min_length=1, max_length=30)
    standing: Standing
    group: Text = Field("", max_length=60)
    birth_month: Text = Field("", max_length=7)
    phone: Text = Field("", max_length=20)

    def particulars(self) -> Particulars:
        return Particulars(self.name, self.standing, self.group, self.birth_month, self.phone)


class NewPersonForm(PersonForm):
    organisation_id: Id


class ChangedPersonForm(PersonForm, EditForm):
    """What may be corrected, and the version that was read."""


@console.get("/people")
def list_people() -> Page:
    """The people I keep; phones masked."""
    actor = current_actor()
    found = people_desk.find_people(
        to=actor,
        text=asked_text("q"),
        standing=asked_state("standing", Standing),
        organisation=chosen_organisation(asked_id("organisation")),
        is_bound=BOUND.get(asked_text("bound")),
    )
    places = branches_for(actor, Function.MANAGE_PEOPLE)
    rows = rows_of(found, sorts=SORTS, default="home", export="people", filters=_filters(places))
    return page("people.html", people=rows, bound=people_desk.bound_among(rows.items))


def _filters(places: Pairs) -> list[Filter]:
    return [
        Filter("q", "姓名、手机号或后四位"),
        Filter("standing", "身份", [*words.STANDING_NAMES.items()]),
        *([Filter("organisation", "党支部", places)] if len(places) > 1 else []),
        Filter("bound", "微信", [("yes", "已绑定"), ("no", "没绑定")]),
    ]


@console.get("/people/<int:person_id>")
def show_person(person_id: int) -> Page:
    """One person."""
    return person_page(people_desk.get_person(person_id, to=current_actor()))


@console.post("/people/<int:person_id>/phone")
def reveal_phone(person_id: int) -> Page:
    """The whole number, for a reason that is logged. It is shown this once."""
    person = people_desk.get_person(person_id, to=current_actor())

    def act(form: ReasonForm) -> Page:
        phone = people_desk.reveal_phone(person_id, reason=form.reason, by=current_actor(), now=utc_now())
        return person_page(person, phone=phone)

    return submit(ReasonForm, act, again=lambda typed: person_page(person, asked=typed))


@console.get("/people/new")
def show_new_person() -> Page:
    """The form for somebody new."""
    return _form_page(Typed(), None)


@console.post("/people/new")
def add_to_roster() -> Page:
    """Put somebody on a roster."""

    def act(form: NewPersonForm) -> Page:
        actor, now = current_actor(), utc_now()
        place = organisations.get_organisation(form.organisation_id)
        made = make_once(lambda: people_desk.add_person(form.particulars(), place, by=actor, now=now).id)
        return go("console.show_person", f"{form.name}已加入{place.name}名册", person_id=made)

    return submit(NewPersonForm, act, again=lambda typed: _form_page(typed, None))


@console.get("/people/<int:person_id>/particulars")
def show_particulars(person_id: int) -> Page:
    """What may be corrected."""
    person = people_desk.get_person(person_id, to=current_actor())
    return _form_page(filled(**_present(person)), person)


@console.post("/people/<int:person_id>/particulars")
def change_person(person_id: int) -> Page:
    """Correct a person's particulars; the second of two editors is told."""
    person = people_desk.get_person(person_id, to=current_actor())

    def act(form: ChangedPersonForm) -> Page:
        people_desk.change_person(
            person_id, form.particulars(), version=form.version, by=current_actor(), now=utc_now()
        )
        return go("console.show_person", f"{form.name}的资料已改好", person_id=person_id)

    return submit(ChangedPersonForm, act, again=lambda typed: _form_page(typed, _anew(person)))


def person_page(person: Person, *, phone: str = "", asked: Typed | None = None) -> Page:
    actor = current_actor()
    return page(
        "person.html",
        person=person,
        phone=phone,
        asked=asked or Typed(),
        is_bound=bool(people_desk.bound_among([person])),
        may_see_phone=person.home is not None and actor.may(Function.SEE_CONTACTS, person.home),
        stay=floating_members.stay_of(person),
        transfer=transfers.open_transfer_of(person),
        history=history_of("person", person.id),
    )


def _anew(person: Person) -> Person:
    return people_desk.get_person(person.id, to=current_actor())


def _present(person: Person) -> dict[str, object]:
    return {
        "name": person.name,
        "standing": person.standing.value,
        "group": person.group.name if person.group else "",
        "birth_month": person.birth_month or "",
        "phone": "",
    }


def _form_page(typed: Typed, person: Person | None) -> Page:
    places = branches_for(current_actor(), Function.MANAGE_PEOPLE)
    if not places:
        current_actor().require_somewhere(Function.MANAGE_PEOPLE)
    present = _present(person) if person else {}
    return page("person_form.html", typed=typed, person=person, places=places, present=present)

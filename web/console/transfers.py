"""组织关系转接 between branches of the county."""

from __future__ import annotations

from pydantic import Field

from models.appointments import Function
from services import organisations, people_desk, transfers
from services.appointment_rules import LED_BY_SECRETARY
from web.console.blueprint import console, current_actor
from web.console.choices import pairs_of
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go, page
from web.console.reasons import ReasonForm
from web.fields import Id, Text
from web.lifecycle import utc_now


class TransferForm(Form):
    target_id: Id
    reason: Text = Field(min_length=1, max_length=200)


@console.get("/people/transfers")
def list_transfers() -> Page:
    """What waits for me or for another branch, and what has been decided."""
    return _page(Typed(), None)


@console.get("/people/<int:person_id>/transfer")
def show_new_transfer(person_id: int) -> Page:
    """To which branch?"""
    return _form_page(person_id, Typed())


@console.post("/people/<int:person_id>/transfer")
def ask_transfer(person_id: int) -> Page:
    """Ask the other branch."""

    def act(form: TransferForm) -> Page:
        target = organisations.get_organisation(form.target_id)
        asked = transfers.ask_transfer(person_id, target, reason=form.reason, by=current_actor(), now=utc_now())
        return go("console.list_transfers", f"已请{target.name}接收{asked.person.name}，对方接收后组织关系才转过去")

    return submit(TransferForm, act, again=lambda typed: _form_page(person_id, typed))


@console.post("/people/transfers/<int:transfer_id>/acceptance")
def accept_transfer(transfer_id: int) -> Page:
    """Take the member over."""
    decided = transfers.decide_transfer(transfer_id, "accept", by=current_actor(), now=utc_now())
    return go("console.list_transfers", f"{decided.person.name}已转入{decided.target.name}")


@console.post("/people/transfers/<int:transfer_id>/refusal")
def refuse_transfer(transfer_id: int) -> Page:
    """Send it back with a reason."""
    transfers.get_transfer(transfer_id, to=current_actor())

    def act(form: ReasonForm) -> Page:
        decided = transfers.decide_transfer(
            transfer_id, "refuse", reason=form.reason, by=current_actor(), now=utc_now()
        )
        return go("console.list_transfers", f"已退回{decided.source.name}，对方会看到理由")

    return submit(ReasonForm, act, again=lambda typed: _page(typed, transfer_id))


@console.post("/people/transfers/<int:transfer_id>/withdrawal")
def withdraw_transfer(transfer_id: int) -> Page:
    """Take the question back."""
    taken = transfers.withdraw_transfer(transfer_id, by=current_actor(), now=utc_now())
    return go("console.list_transfers", f"已撤回，{taken.person.name}的组织关系不变")


def _page(typed: Typed, transfer_id: int | None) -> Page:
    actor = current_actor()
    return page(
        "transfers.html",
        rows=transfers.list_transfers(to=actor),
        decided=transfers.list_transfers(to=actor, is_open=False),
        may_accept={row.id for row in transfers.to_decide(to=actor)},
        may_withdraw=lambda row: actor.may(Function.MANAGE_PEOPLE, row.source),
        typed=typed,
        typed_for=transfer_id,
    )


def _form_page(person_id: int, typed: Typed) -> Page:
    person = people_desk.get_person(person_id, to=current_actor())
    county = person.home.path.split("/")[1] if person.home else ""
    branches = organisations.list_within([f"/{county}/"], kinds=LED_BY_SECRETARY)
    places = pairs_of([each for each in branches if each.id != person.home_id])
    return page("transfer_form.html", person=person, typed=typed, places=places)

"""What stands in the pick lists of filters and forms."""

from __future__ import annotations

from models.appointments import Function
from models.organisations import Organisation
from services import organisations
from services.appointment_rules import LED_BY_SECRETARY
from services.errors import NotFound
from services.permissions import Actor

Pairs = list[tuple[int, str]]


def organisations_for(actor: Actor, *functions: Function) -> Pairs:
    """The organisations for which this person's seats allow one of the functions, each after what it belongs to."""
    return pairs_of(organisations.list_within(actor.paths_for(*functions)))


def branches_for(actor: Actor, *functions: Function) -> Pairs:
    """The same without township and county: where people and wishes are at home."""
    return pairs_of(organisations.list_within(actor.paths_for(*functions), kinds=LED_BY_SECRETARY))


def pairs_of(found: list[Organisation]) -> Pairs:
    """Each with its name, set in as deep as it lies below the first."""
    top = min((len(each.ancestor_ids()) for each in found), default=0)
    return [(each.id, "　" * (len(each.ancestor_ids()) - top) + each.name) for each in found]


def chosen_organisation(organisation_id: int | None) -> Organisation | None:
    """What a filter names; an unknown one is found nowhere."""
    if organisation_id is None:
        return None
    try:
        return organisations.get_organisation(organisation_id)
    except NotFound:
        return Organisation(id=0, name="", path="/0/")

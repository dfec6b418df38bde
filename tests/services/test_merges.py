"""Duplicates made one, and one made two again within a week."""

import datetime

import pytest

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.people import Identity, Person
from models.wishes import Claim, Wish
from services import merges, people_desk
from services.claims import claim_wish
from services.errors import Invalid, NotFound, WrongState

DAY = datetime.timedelta(days=1)


@pytest.fixture
def double(cast, now):
    """王党员 on the roster a second time, with a wish in hand."""
    other = cast.member("王党员", cast.dongkeng)
    claim_wish(cast.wish().id, by=other, now=now)
    return other


@pytest.fixture
def merged(double, cast, now):
    return merges.merge_people(double.person.id, cast.wang.person.id, by=cast.li, now=now)


def test_namesakes_of_one_branch_may_be_one_person(double, cast):
    groups = merges.find_duplicates(to=cast.li)
    assert [{person.id for person in group} for group in groups] == [{double.person.id, cast.wang.person.id}]


def test_months_of_birth_that_differ_tell_them_apart(double, cast):
    Person.update(birth_month="1980-01").where(Person.id == double.person.id).execute()
    Person.update(birth_month="1990-01").where(Person.id == cast.wang.person.id).execute()
    assert merges.find_duplicates(to=cast.li) == []


def test_what_will_move_is_said_in_numbers_first(double):
    moving = merges.what_would_move(double.person)
    assert (moving["claim.person_id"], moving["identity.person_id"]) == (1, 1)


def test_everything_of_the_one_belongs_to_the_other(merged, double, cast):
    assert Claim.get().person_id == cast.wang.person.id
    assert Person.get_by_id(cast.wang.person.id).open_claims == 1
    assert Person.get_by_id(double.person.id).merged_into_id == cast.wang.person.id
    with pytest.raises(NotFound):
        people_desk.get_person(double.person.id, to=cast.li)


def test_within_a_week_it_can_be_taken_back(merged, double, cast, now):
    later = cast.wish(made_by=cast.wang.person)
    merges.undo_merge(merged.id, by=cast.li, now=now + 6 * DAY)
    assert Claim.get().person_id == double.person.id
    assert Person.get_by_id(double.person.id).open_claims == 1
    assert Person.get_by_id(cast.wang.person.id).open_claims == 0
    assert Identity.get_by_id(double.identity_id).person_id == double.person.id
    assert people_desk.get_person(double.person.id, to=cast.li)
    assert Wish.get_by_id(later.id).made_by_id == cast.wang.person.id


def test_afterwards_it_stands(merged, cast, now):
    with pytest.raises(WrongState, match="too_late"):
        merges.undo_merge(merged.id, by=cast.li, now=now + 7 * DAY)


def test_taking_it_back_twice_is_once(merged, cast, now):
    for _ in range(2):
        merges.undo_merge(merged.id, by=cast.li, now=now)
    assert Claim.get().person_id != cast.wang.person.id


def test_the_same_two_again_are_merged_once(merged, double, cast, now):
    assert merges.merge_people(double.person.id, cast.wang.person.id, by=cast.li, now=now).id == merged.id


def test_nobody_is_merged_with_themselves_or_with_another_branchs_people(double, cast, now):
    with pytest.raises(Invalid):
        merges.merge_people(double.person.id, double.person.id, by=cast.li, now=now)
    with pytest.raises(NotFound):
        merges.merge_people(double.person.id, cast.zhao.person.id, by=cast.li, now=now)


def test_two_whom_the_list_of_duplicates_would_not_show_together_are_not_merged(cast, now):
    with pytest.raises(Invalid, match="not_alike"):
        merges.merge_people(cast.chen.person.id, cast.wang.person.id, by=cast.li, now=now)


@pytest.mark.parametrize("days_from_now", [0, 30])
def test_whoever_has_or_will_have_a_seat_keeps_it_and_everything_else(double, cast, now, days_from_now):
    starts_on = now.date() + days_from_now * DAY
    cast.appoint(double, Role.TOWNSHIP_OFFICER, cast.township, starts_on=starts_on)
    for one, other in ((double, cast.wang), (cast.wang, double)):
        with pytest.raises(WrongState, match="holds_seat"):
            merges.merge_people(one.person.id, other.person.id, by=cast.li, now=now)
    assert Identity.get_by_id(double.identity_id).person_id == double.person.id


def test_a_seat_that_is_over_moves_and_comes_back(double, cast, now):
    past = {"starts_on": now.date() - 90 * DAY, "ends_on": now.date() - 30 * DAY}
    seat = cast.appoint(double, Role.GRID_WORKER, cast.dongkeng, **past)
    merge = merges.merge_people(double.person.id, cast.wang.person.id, by=cast.li, now=now)
    assert Appointment.get_by_id(seat.id).person_id == cast.wang.person.id
    merges.undo_merge(merge.id, by=cast.li, now=now)
    assert Appointment.get_by_id(seat.id).person_id == double.person.id


def test_nobody_becomes_their_own_namesake(cast, now):
    assistant, namesake = (cast.member("钱助理", cast.dongkeng) for _ in range(2))
    seat = cast.appoint(assistant, Role.ASSISTANT, cast.dongkeng, delegated_by=Appointment.get(person=cast.li.person))
    DelegatedFunction.create(appointment=seat, function=Function.MANAGE_PEOPLE)
    with pytest.raises(WrongState, match="holds_seat"):
        merges.merge_people(namesake.person.id, assistant.person.id, by=cast.actor(assistant.person), now=now)

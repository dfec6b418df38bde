"""Finding someone on a roster, or putting them there."""

import pytest

from models.people import Person, Standing
from services.errors import Conflict, Invalid, NotAllowed
from services.people import find_or_add
from services.phones import phone_columns

WU = ("吴大山", "199 0000 7777")


def test_someone_new_becomes_a_member_of_the_organisation(cast, now):
    person, is_new = find_or_add(*WU, cast.county, by=None, now=now)
    assert is_new
    assert (person.home, person.standing, person.phone, person.is_known) == (
        cast.county,
        Standing.MEMBER,
        "19900007777",
        True,
    )


def test_someone_on_any_roster_is_found_by_name_and_phone(cast, now):
    first, _ = find_or_add(*WU, cast.dongkeng, by=None, now=now)
    assert find_or_add(*WU, cast.county, by=None, now=now) == (first, False)


def test_a_visitor_of_that_phone_is_not_taken_for_them(cast, now):
    cast.person("吴大山", None, **phone_columns("19900007777"))
    _, is_new = find_or_add(*WU, cast.county, by=None, now=now)
    assert is_new


def test_two_of_one_name_and_phone_are_not_guessed_between(cast, now):
    for _ in range(2):
        cast.person("吴大山", cast.dongkeng, is_on_roster=True, **phone_columns("19900007777"))
    with pytest.raises(Conflict):
        find_or_add(*WU, cast.dongkeng, by=None, now=now)


def test_a_name_and_a_phone_are_needed(cast, now):
    for name, phone in (("", "19900007777"), ("吴大山", "1990000")):
        with pytest.raises(Invalid):
            find_or_add(name, phone, cast.county, by=None, now=now)
    assert not Person.select().where(Person.name == "吴大山").exists()


def test_a_secretary_adds_only_to_their_own_roster(cast, now):
    with pytest.raises(NotAllowed):
        find_or_add(*WU, cast.xixi, by=cast.li, now=now)

"""Areas of a township (features I5)."""

import pytest

from models.organisations import AreaMembership
from services.areas import add_area, place_in_area
from services.errors import Invalid, NotAllowed


def test_the_same_area_is_added_once(cast, now):
    assert add_area(cast.township, "东片", by=None, now=now) == add_area(cast.township, "东片", by=None, now=now)


def test_an_organisation_lies_in_one_area_at_most(cast, now):
    east, west = (add_area(cast.township, name, by=None, now=now) for name in ("东片", "西片"))
    for area in (east, west, west):
        place_in_area(cast.dongkeng, area, by=None, now=now)
    assert [row.area for row in AreaMembership.select()] == [west]


def test_areas_are_the_officers_business(cast, now):
    with pytest.raises(NotAllowed):
        add_area(cast.township, "东片", by=cast.li, now=now)


def test_an_area_lies_in_a_township(cast, now):
    with pytest.raises(Invalid):
        add_area(cast.dongkeng, "东片", by=None, now=now)
    with pytest.raises(Invalid):
        place_in_area(cast.county, add_area(cast.township, "东片", by=None, now=now), by=None, now=now)

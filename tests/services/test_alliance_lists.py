"""Who sees which alliance, and whose number."""

import datetime

import pytest

from models.alliances import Alliance, AllianceLevel
from models.appointments import Role
from services import alliance_desk, alliance_lists
from services.alliance_types import add_standard_types
from services.alliances import form_alliance, leave_alliance
from services.errors import NotFound

DAY = datetime.timedelta(days=1)


@pytest.fixture
def red(cast, now):
    """红盟, to which 东坑村 belongs, led by 高某."""
    colour = add_standard_types(now=now)[0]
    made = form_alliance(
        "红盟", AllianceLevel.TOWNSHIP, colour, cast.township, [cast.dongkeng], goal="守好菇林", by=None, now=now
    )
    cast.appoint(cast.member("高某", cast.xixi), Role.ALLIANCE_LEAD, None, alliance=made)
    return made


@pytest.fixture
def lead(red, cast):
    (person,) = alliance_lists.leads_of(red, now=cast.now)
    return cast.actor(person)


@pytest.fixture
def sees(now):
    return lambda who: [each.name for each in alliance_lists.visible_alliances(to=who, now=now)]


def test_those_of_a_member_organisation_see_it_and_its_lead_does(red, lead, sees, cast):
    for who in (cast.wang, cast.chen, cast.li, lead):
        assert sees(who) == ["红盟"]
    for who in (cast.zhao, cast.sun, cast.visitor()):
        assert sees(who) == []


def test_the_township_s_office_sees_all_of_its_alliances(red, sees, cast):
    officer = cast.member("高主任", cast.township)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
    assert sees(cast.actor(officer.person)) == ["红盟"]


def test_at_the_desk_a_seat_of_the_township_sees_what_its_own_village_does_not_belong_to(red, lead, cast):
    for who, found in ((cast.sun, 1), (lead, 1), (cast.wang, 0)):
        assert alliance_desk.visible_alliances(who).count() == found


def test_whoever_left_sees_it_no_more(red, sees, cast, now):
    leave_alliance(red, cast.dongkeng, by=None, now=now)
    assert sees(cast.wang) == []


def test_an_alliance_that_has_ended_is_gone(red, cast, now):
    Alliance.update(ended_on=(now + DAY).date()).execute()
    for at, found in ((now, 1), (now + 2 * DAY, 0)):
        assert alliance_lists.visible_alliances(to=cast.wang, now=at).count() == found


def test_the_lead_s_number_is_for_colleagues_in_office(red, cast, now):
    assert alliance_lists.may_call_lead(red, by=cast.li, now=now)
    for other in (cast.wang, cast.chen, cast.sun):
        assert not alliance_lists.may_call_lead(red, by=other, now=now)


def test_what_one_may_not_see_is_not_found(red, cast, now):
    with pytest.raises(NotFound):
        alliance_lists.get_alliance(red.id, to=cast.zhao, now=now)

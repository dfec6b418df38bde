"""Who may sign up, who may see, and the reasons told."""

import pytest

from models.alliances import Alliance, AllianceLevel, AllianceMembership, AllianceType
from models.events import Audience
from services.errors import NotFound
from services.events import get_event
from services.local_time import local_day
from services.sign_ups import NotEligible, sign_up
from tests.event_cast import make_event


@pytest.fixture
def alliance(cast, now):
    """东坑村 and others, without 西溪村."""
    red = AllianceType.create(key="red", name="红色引领", colour="#c0392b")
    columns = {"level": AllianceLevel.TOWNSHIP, "type": red, "township": cast.township}
    alliance = Alliance.create(name="红色联盟", formed_on=local_day(now), **columns)
    AllianceMembership.create(alliance=alliance, organisation=cast.dongkeng, joined_on=local_day(now))
    return alliance


def refusal(event, actor, now):
    try:
        sign_up(event.id, by=actor, now=now)
    except NotEligible as error:
        return error.message
    return None


def test_members_only(cast, now):
    event = make_event(cast, audience=Audience.MEMBERS)
    assert refusal(event, cast.wang, now) is None
    assert "党员" in refusal(event, cast.chen, now)


def test_only_the_organisation_and_those_below_it(cast, now):
    event = make_event(cast, audience=Audience.ORGANISATION)
    assert refusal(event, cast.chen, now) is None
    assert "东坑村" in refusal(event, cast.zhao, now)
    assert refusal(make_event(cast, audience=Audience.ORGANISATION, organisation=cast.county), cast.zhao, now) is None


def test_only_the_alliance(cast, now, alliance):
    event = make_event(cast, audience=Audience.ALLIANCE, alliance=alliance)
    assert refusal(event, cast.wang, now) is None
    assert "红色联盟" in refusal(event, cast.zhao, now)


def test_a_home_that_nobody_vouches_for_opens_nothing(cast, now):
    stranger = cast.actor(cast.person("自称", cast.dongkeng))
    assert refusal(make_event(cast, audience=Audience.ORGANISATION), stranger, now)


@pytest.mark.parametrize(
    ("birth_month", "is_refused"), [("2008-11", False), ("2008-12", True), ("1950-01", True), (None, True)]
)
def test_ages_are_full_years_on_the_day(cast, now, birth_month, is_refused):
    event = make_event(cast, min_age=18, max_age=70)  # on 26 November 2026
    cast.chen.person.birth_month = birth_month
    assert (refusal(event, cast.chen, now) is not None) is is_refused


def test_everyone_sees_an_event_that_is_not_for_them(cast, now):
    event = make_event(cast, audience=Audience.MEMBERS)
    assert get_event(event.id, to=cast.visitor(), now=now)


def test_a_restricted_event_is_hidden_from_those_it_is_not_for(cast, now, alliance):
    event = make_event(cast, audience=Audience.ALLIANCE, alliance=alliance, is_restricted=True)
    assert get_event(event.id, to=cast.wang, now=now)
    assert sign_up(event.id, by=cast.wang, now=now)[1]
    for act in (lambda: get_event(event.id, to=cast.zhao, now=now), lambda: sign_up(event.id, by=cast.zhao, now=now)):
        with pytest.raises(NotFound):
            act()

"""Whom one may choose for a notice: what one's seats reach, and nothing beyond."""

import datetime

import pytest

from models.alliances import Alliance, AllianceLevel, AllianceMembership, AllianceType
from models.appointments import Role
from models.events import EventStatus
from models.party_days import PartyDay
from services import audience_choices
from services.errors import NotAllowed
from tests.event_cast import DAY, make_event
from tests.services.party_day_makers import a_party_day


@pytest.fixture
def choices(now):
    def of(actor, **named):
        found = audience_choices.list_choices(to=actor, now=now, **named)
        return {
            "organisations": [row.name for row in found.organisations],
            "alliances": [row.name for row in found.alliances],
            "events": [row.title for row in found.events],
            "party_days": [row.title for row in found.party_days],
        }

    return of


@pytest.fixture
def alliance(cast, now):
    """红盟, with 东坑村 as a member."""
    red = AllianceType.create(key="red", name="红色引领", colour="#c8102e")
    made = Alliance.create(
        name="红盟", level=AllianceLevel.TOWNSHIP, type=red, township=cast.township, formed_on=now.date()
    )
    AllianceMembership.create(alliance=made, organisation=cast.dongkeng, joined_on=now.date())
    return made


def test_a_secretary_chooses_from_their_village_its_alliances_and_what_it_holds(cast, choices, alliance):
    make_event(cast)
    a_party_day(cast)

    assert choices(cast.li) == {
        "organisations": ["东坑村"],
        "alliances": ["红盟"],
        "events": ["河道清洁"],
        "party_days": ["11月主题党日"],
    }
    assert choices(cast.sun) == {"organisations": ["西溪村"], "alliances": [], "events": [], "party_days": []}


@pytest.mark.parametrize(("days", "chosen"), [(1, ["红盟"]), (0, [])])
def test_an_alliance_is_chosen_until_the_day_it_ends(cast, choices, alliance, now, days, chosen):
    Alliance.update(ended_on=(now + days * DAY).date()).execute()

    assert choices(cast.li)["alliances"] == chosen


def test_a_township_officer_chooses_from_all_below_from_the_top(cast, choices):
    officer = cast.member("高某", cast.township)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)

    assert choices(cast.actor(officer.person))["organisations"] == ["云岭镇", "东坑村", "西溪村"]


def test_an_alliances_lead_chooses_the_alliance_alone(cast, choices, alliance):
    make_event(cast)
    lead = cast.member("周某", cast.xixi)
    cast.appoint(lead, Role.ALLIANCE_LEAD, None, alliance=alliance)

    found = choices(cast.actor(lead.person))
    assert found == {"organisations": [], "alliances": ["红盟"], "events": [], "party_days": []}


def test_what_was_called_off_or_is_long_over_is_no_choice(cast, choices, now):
    make_event(cast, status=EventStatus.CANCELLED)
    make_event(cast, starts_at=now - 8 * DAY, ends_at=now - 8 * DAY + datetime.timedelta(hours=2))

    assert choices(cast.li)["events"] == []


def test_what_was_asked_for_by_name_is_a_choice_for_those_who_may_address_it(cast, choices, now):
    long_ago = {"starts_at": now - 30 * DAY, "ends_at": now - 30 * DAY + datetime.timedelta(hours=2)}
    day = a_party_day(cast)
    PartyDay.update(**long_ago).where(PartyDay.id == day.id).execute()
    named = {"event_id": make_event(cast, **long_ago).id, "party_day_id": day.id}

    found = choices(cast.li, **named)
    assert (found["events"], found["party_days"]) == (["河道清洁"], ["11月主题党日"])
    for_others = choices(cast.sun, **named)
    assert (for_others["events"], for_others["party_days"]) == ([], [])
    assert choices(cast.li, event_id=10**6)["events"] == []


def test_whoever_sends_no_notices_has_no_choice(cast):
    with pytest.raises(NotAllowed):
        audience_choices.list_choices(to=cast.wang, now=cast.now)

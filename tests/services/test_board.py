"""What the public sees of a place: counts, organisations and dates, and nobody's name."""

import datetime

import pytest

from models.alliances import Alliance, AllianceLevel, AllianceMembership, AllianceType
from models.events import Audience
from models.organisations import Organisation, OrganisationKind
from models.people import Person
from services.board import boards, make_board
from services.errors import NotFound
from services.organisations import add_organisation
from tests.event_cast import DAY, make_event
from tests.report_cast import busy_day
from tests.services.party_day_makers import a_party_day

JOINED = datetime.date(2026, 1, 1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def alliance(cast):
    colour = AllianceType.create(key="red", name="红色引领", colour="#A61C2B")
    made = Alliance.create(
        name="东片联盟", level=AllianceLevel.TOWNSHIP, type=colour, township=cast.township, formed_on=JOINED
    )
    AllianceMembership.create(alliance=made, organisation=cast.dongkeng, joined_on=JOINED)
    AllianceMembership.create(
        alliance=made, organisation=cast.xixi, joined_on=JOINED, left_on=datetime.date(2026, 6, 1)
    )
    return made


def test_the_township_s_board_counts_what_its_villages_did(cast, alliance):
    board = make_board(cast.township.id, now=busy_day(cast))

    assert (board.fulfilled_this_month, board.fulfilled_this_year, board.waiting_wishes) == (1, 1, 1)
    assert [(line.name, line.colour, line.organisation_ids) for line in board.alliances] == [
        ("东片联盟", "#A61C2B", (cast.dongkeng.id,))
    ]
    assert board.organisations == {cast.dongkeng.id: "东坑村"}
    assert board.months[-1].attendance == 50.0


def test_the_county_s_board_is_all_townships_together(cast, alliance, now):
    assert [line.name for line in make_board(None, now=now).alliances] == ["东片联盟"]
    assert [place.name for place in boards()] == ["云岭镇"]


def test_another_township_s_business_is_not_on_it(cast, alliance):
    later = busy_day(cast)
    other = add_organisation("枫桥镇", OrganisationKind.TOWNSHIP, parent=cast.county, by=None, now=later)
    board = make_board(other.id, now=later)

    assert (board.alliances, board.fulfilled_this_year, board.events, board.party_days) == ([], 0, [], [])


@pytest.mark.parametrize("which", ["village", "nowhere", "closed"])
def test_only_a_township_that_exists_has_a_board(cast, now, which):
    Organisation.update(closed_at=now).where(Organisation.id == cast.township.id).execute()
    place = {"village": cast.dongkeng.id, "nowhere": 999, "closed": cast.township.id}[which]
    with pytest.raises(NotFound):
        make_board(place, now=now)


def test_this_month_s_events_for_everybody_are_on_it_the_next_first(cast, now):
    make_event(cast, starts_at=now - DAY, title="清扫村道")
    make_event(cast, starts_at=now + 2 * DAY, title="河道清洁")
    make_event(cast, starts_at=now + 2 * DAY, title="只给党员", audience=Audience.MEMBERS)
    make_event(cast, starts_at=now + 20 * DAY, title="下个月的")
    board = make_board(cast.township.id, now=now)

    assert [(event.title, event.is_over) for event in board.events] == [("河道清洁", False), ("清扫村道", True)]
    assert board.events_this_month == 2


def test_a_title_that_names_somebody_is_not_shown(cast, now):
    make_event(cast, title="帮陈村民收稻子")

    assert [event.title for event in make_board(cast.township.id, now=now).events] == ["志愿服务活动"]


def test_of_the_next_party_days_only_organisation_and_date_are_shown(cast, now):
    a_party_day(cast, title="给王党员过政治生日")
    (line,) = make_board(cast.township.id, now=now).party_days

    assert (line.organisation, line.starts_at) == ("东坑村", now + datetime.timedelta(minutes=10))


def test_nobody_is_named_anywhere_on_it(cast, alliance):
    later = busy_day(cast)
    make_event(cast, title="帮陈村民收稻子")
    said = str(make_board(cast.township.id, now=later))

    assert [person.name for person in Person.select() if person.name in said] == []

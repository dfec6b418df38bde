"""Alliances and their dated memberships (features A1, I5)."""

import datetime

import pytest

from models.alliances import AllianceLevel, AllianceMembership, AllianceType
from models.appointments import Role
from models.audit import AuditEntry
from services.alliance_types import add_alliance_type, add_standard_types
from services.alliances import form_alliance, join_alliance, leave_alliance
from services.appointments import appoint
from services.areas import add_area
from services.errors import Conflict, Invalid, NotAllowed, WrongState
from services.local_time import local_day

DAY = datetime.timedelta(days=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def today(now):
    return local_day(now)


@pytest.fixture
def red(cast, now):
    return add_standard_types(now=now)[0]


@pytest.fixture
def alliance(cast, red, today, now):
    """红色联盟 of 东坑村, formed a hundred days ago."""
    day = today - 100 * DAY
    return form_alliance(
        "红色联盟", AllianceLevel.TOWNSHIP, red, cast.township, [cast.dongkeng], formed_on=day, by=None, now=now
    )


def names_on(alliance, day):
    return [organisation.name for organisation in alliance.members_on(day)]


def test_the_three_colours_are_there_once(cast, now):
    for _ in range(2):
        add_standard_types(now=now)
    found = [(row.key, row.name, row.colour) for row in AllianceType.select().order_by(AllianceType.id)]
    assert found == [
        ("red", "红色引领", "#A61C2B"),
        ("green", "绿色发展", "#2E7D4F"),
        ("blue", "蓝色治理", "#1F5FA8"),
    ]


def test_an_officer_adds_a_colour_without_code(cast, now):
    zhou = cast.member("周干事", cast.dongkeng)
    cast.appoint(zhou, Role.TOWNSHIP_OFFICER, cast.township)
    first, again = (add_alliance_type("古道联盟", "#7a4e9b", by=cast.actor(zhou.person), now=now) for _ in range(2))
    assert (first, first.colour) == (again, "#7A4E9B")
    with pytest.raises(NotAllowed):
        add_alliance_type("橙色联盟", "#7A4E9B", by=cast.li, now=now)


@pytest.mark.parametrize(
    ("name", "colour", "code"), [("新", "红", "colour_invalid"), ("红色引领", "#000000", "type_exists")]
)
def test_a_colour_that_is_none_or_taken_is_refused(cast, red, now, name, colour, code):
    with pytest.raises((Invalid, Conflict)) as refused:
        add_alliance_type(name, colour, by=None, now=now)
    assert refused.value.code == code


def test_the_first_members_belong_from_the_first_day(alliance, today):
    assert names_on(alliance, today - 100 * DAY) == ["东坑村"]
    assert names_on(alliance, today - 101 * DAY) == []


def test_a_past_quarter_shows_who_belonged_then(cast, alliance, today, now):
    join_alliance(alliance, cast.xixi, joined_on=today - 50 * DAY, by=None, now=now)
    leave_alliance(alliance, cast.dongkeng, left_on=today - 20 * DAY, by=None, now=now)
    assert [names_on(alliance, today - days * DAY) for days in (60, 40, 20, 0)] == [
        ["东坑村"],
        ["东坑村", "西溪村"],
        ["西溪村"],
        ["西溪村"],
    ]


def test_joining_and_leaving_twice_is_once(cast, alliance, now):
    joined = [join_alliance(alliance, cast.xixi, by=None, now=now) for _ in range(2)]
    left = [leave_alliance(alliance, cast.xixi, by=None, now=now) for _ in range(2)]
    assert joined[0] == joined[1] == left[0] == left[1]
    assert AuditEntry.select().where(AuditEntry.action.in_(["join_alliance", "leave_alliance"])).count() == 3


def test_whoever_left_may_join_again_even_on_the_same_day(cast, alliance, today, now):
    join_alliance(alliance, cast.xixi, by=None, now=now)
    leave_alliance(alliance, cast.xixi, by=None, now=now)
    join_alliance(alliance, cast.xixi, by=None, now=now)
    assert names_on(alliance, today) == ["东坑村", "西溪村"]
    leave_alliance(alliance, cast.dongkeng, by=None, now=now)
    join_alliance(alliance, cast.dongkeng, by=None, now=now)
    assert AllianceMembership.select().where(AllianceMembership.organisation == cast.dongkeng).count() == 2


def test_memberships_never_overlap(cast, alliance, today, now):
    join_alliance(alliance, cast.xixi, joined_on=today - 10 * DAY, by=None, now=now)
    with pytest.raises(Conflict):
        join_alliance(alliance, cast.xixi, joined_on=today - 20 * DAY, by=None, now=now)


def test_only_members_leave(cast, alliance, now):
    with pytest.raises(WrongState):
        leave_alliance(alliance, cast.xixi, by=None, now=now)


def test_the_lead_moves_members_and_others_do_not(cast, alliance, today, now):
    appoint(cast.wang.person, Role.ALLIANCE_LEAD, alliance, starts_on=today, by=None, now=now)
    join_alliance(alliance, cast.xixi, by=cast.actor(cast.wang.person), now=now)
    with pytest.raises(NotAllowed):
        leave_alliance(alliance, cast.xixi, by=cast.sun, now=now)


def test_only_organisations_of_the_township_belong(cast, alliance, now):
    for outsider in (cast.township, cast.county):
        with pytest.raises(Invalid):
            join_alliance(alliance, outsider, by=None, now=now)


def test_the_same_alliance_is_formed_once(cast, alliance, red, now):
    again = form_alliance("红色联盟", AllianceLevel.TOWNSHIP, red, cast.township, by=None, now=now)
    assert again == alliance
    with pytest.raises(Conflict):
        form_alliance("红色联盟", AllianceLevel.AD_HOC, red, cast.township, by=None, now=now)


def test_an_alliance_of_an_area_names_its_area(cast, red, now):
    with pytest.raises(Invalid):
        form_alliance("东片联盟", AllianceLevel.AREA, red, cast.township, by=None, now=now)
    area = add_area(cast.township, "东片", by=None, now=now)
    formed = form_alliance("东片联盟", AllianceLevel.AREA, red, cast.township, area=area, by=None, now=now)
    assert formed.area == area

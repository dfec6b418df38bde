"""Who may do what, where, and until when."""

import datetime

import pytest

from models.alliances import Alliance, AllianceLevel, AllianceType
from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.organisations import Area, Organisation, OrganisationKind
from services.errors import NotAllowed
from services.organisations import add_organisation
from services.permissions import Actor, within

DAY = datetime.timedelta(days=1)
ALL = set(Function)
EXPECTED = {
    Role.SECRETARY: ALL,
    Role.TOWNSHIP_OFFICER: ALL,
    Role.GRID_WORKER: {Function.TAKE_IN_WISHES, Function.FOLLOW_UP_WISHES},
    Role.ASSISTANT: set(),
    Role.ALLIANCE_LEAD: set(),
    Role.AREA_LEAD: set(),
    Role.COUNTY_OFFICER: set(),
}


@pytest.fixture
def gao(cast):
    """高某 holds no seat yet."""
    return cast.member("高某", cast.dongkeng)


def seated(cast, actor, now=None):
    """The same person, their seats read anew."""
    return cast.actor(actor.person, now)


@pytest.mark.parametrize("role", Role)
def test_each_role_allows_its_functions_and_no_others(cast, gao, role):
    cast.appoint(gao, role, cast.dongkeng)
    gao = seated(cast, gao)

    assert {function for function in Function if gao.may(function, cast.dongkeng)} == EXPECTED[role]


def test_a_seat_reaches_down_the_tree_and_nowhere_else(cast, gao):
    cast.appoint(gao, Role.TOWNSHIP_OFFICER, cast.township)
    gao = seated(cast, gao)
    other = add_organisation("青石镇", OrganisationKind.TOWNSHIP, parent=cast.county, by=None, now=cast.now)

    allowed = [cast.township, cast.dongkeng, cast.xixi]
    assert all(gao.may(Function.VERIFY_WISHES, place) for place in allowed)
    assert not any(gao.may(Function.VERIFY_WISHES, place) for place in (cast.county, other))


def test_a_path_that_only_begins_like_another_is_another():
    seat_path, longer = "/1/2/", Organisation(path="/1/23/")

    assert not longer.is_within(seat_path)


@pytest.mark.parametrize(
    ("starts", "ends", "is_held"),
    [(0, None, True), (0, 0, True), (1, None, False), (-9, -1, False), (-9, 0, True), (-9, 9, True)],
)
def test_a_seat_is_held_from_its_first_day_to_its_last(cast, gao, now, starts, ends, is_held):
    today = datetime.date(2026, 11, 23)
    cast.appoint(
        gao,
        Role.SECRETARY,
        cast.dongkeng,
        starts_on=today + starts * DAY,
        ends_on=None if ends is None else today + ends * DAY,
    )

    assert bool(seated(cast, gao).seats) is is_held


def test_a_seat_ends_at_midnight_in_shanghai(cast, gao):
    cast.appoint(gao, Role.SECRETARY, cast.dongkeng, ends_on=datetime.date(2026, 11, 23))
    last_moment = datetime.datetime(2026, 11, 23, 15, 59, 59, tzinfo=datetime.UTC)

    assert seated(cast, gao, last_moment).seats
    assert not seated(cast, gao, last_moment + datetime.timedelta(seconds=1)).seats


class TestDelegation:
    @pytest.fixture
    def seat_of_li(self, cast):
        return Appointment.get(person=cast.li.person, role=Role.SECRETARY)

    @pytest.fixture
    def assistant(self, cast, gao, seat_of_li):
        appointment = cast.appoint(gao, Role.ASSISTANT, cast.dongkeng, delegated_by=seat_of_li)
        DelegatedFunction.create(appointment=appointment, function=Function.VERIFY_WISHES)
        return gao

    def test_an_assistant_may_do_what_was_delegated_and_nothing_else(self, cast, assistant):
        assistant = seated(cast, assistant)

        assert [f for f in Function if assistant.may(f, cast.dongkeng)] == [Function.VERIFY_WISHES]

    def test_it_holds_in_that_village_only(self, cast, assistant):
        assert not seated(cast, assistant).may(Function.VERIFY_WISHES, cast.xixi)

    def test_the_seat_names_who_delegated(self, cast, assistant):
        seat = seated(cast, assistant).require(Function.VERIFY_WISHES, cast.dongkeng)

        assert seat.delegated_by_person_id == cast.li.person.id

    def test_it_ends_with_the_delegator_s_seat(self, cast, assistant, seat_of_li, now):
        seat_of_li.ends_on = datetime.date(2026, 11, 23)
        seat_of_li.save()

        assert seated(cast, assistant, now).seats
        assert not seated(cast, assistant, now + DAY).seats

    def test_it_does_not_begin_before_the_delegator_s_seat(self, cast, assistant, seat_of_li):
        seat_of_li.starts_on = datetime.date(2026, 11, 24)
        seat_of_li.save()

        assert not seated(cast, assistant).seats


def test_who_lacks_the_function_is_refused(cast):
    with pytest.raises(NotAllowed):
        cast.wang.require(Function.VERIFY_WISHES, cast.dongkeng)


def test_a_seat_in_an_alliance_or_area_opens_no_village(cast, gao, now):
    colour = AllianceType.create(key="red", name="红色引领", colour="#c8102e")
    alliance = Alliance.create(
        name="红盟", level=AllianceLevel.TOWNSHIP, type=colour, township=cast.township, formed_on=now.date()
    )
    area = Area.create(township=cast.township, name="东片")
    cast.appoint(gao, Role.ALLIANCE_LEAD, None, alliance=alliance)
    cast.appoint(gao, Role.AREA_LEAD, None, area=area)
    gao = seated(cast, gao)

    assert {seat.role for seat in gao.seats} == {Role.ALLIANCE_LEAD, Role.AREA_LEAD}
    assert gao.paths_for(*Function) == []
    assert not any(gao.may(function, cast.dongkeng) for function in Function)


def test_several_seats_add_up(cast, gao):
    cast.appoint(gao, Role.GRID_WORKER, cast.dongkeng)
    cast.appoint(gao, Role.SECRETARY, cast.xixi)
    gao = seated(cast, gao)

    assert gao.may(Function.VERIFY_WISHES, cast.xixi)
    assert not gao.may(Function.VERIFY_WISHES, cast.dongkeng)
    assert sorted(gao.paths_for(Function.TAKE_IN_WISHES)) == sorted([cast.dongkeng.path, cast.xixi.path])


def test_someone_without_wechat_acts_without_openid(cast, now):
    assert Actor(cast.wang.person, now=now).openid is None
    assert cast.wang.openid == f"openid-{cast.wang.person.id}"


class TestWithin:
    """The same question as a query, on each engine."""

    @pytest.fixture
    def database_url(self, engine_url):
        return engine_url

    def names(self, *paths):
        return {row.name for row in Organisation.select().where(within(list(paths)))}

    def test_a_subtree_is_its_root_and_all_below(self, cast):
        assert self.names(cast.township.path) == {"云岭镇", "东坑村", "西溪村"}

    def test_several_subtrees_add_up(self, cast):
        assert self.names(cast.dongkeng.path, cast.xixi.path) == {"东坑村", "西溪村"}

    def test_no_subtree_is_nothing(self, cast):
        assert self.names() == set()

    def test_a_neighbour_whose_number_begins_the_same_is_outside(self, cast, now):
        neighbour = Organisation.create(
            name="邻村", kind=OrganisationKind.BRANCH, path=f"{cast.dongkeng.path[:-1]}0/", created_at=now
        )

        assert neighbour.name not in self.names(cast.dongkeng.path)

"""Whom a notice is for: by place, role and alliance, never beyond the sender's reach."""

import datetime

import pytest

from models.alliances import Alliance, AllianceLevel, AllianceMembership, AllianceType
from models.appointments import Role
from models.party_days import PartyDaySheet
from models.people import Identity, Person, Standing
from services import audiences
from services.audience_reach import Audience, sender_of
from services.audiences import HeadCount
from services.errors import Invalid, NotAllowed, NotFound
from services.party_days import PartyDayText, create_party_day
from services.sign_ups import sign_up
from tests.event_cast import make_event
from tests.sending import CHANNEL, granted
from tests.services.party_day_makers import a_party_day

JOINED = datetime.date(2026, 1, 1)


@pytest.fixture
def officer(cast):
    officer = cast.member("周镇长", cast.township)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
    return officer


@pytest.fixture
def alliance(cast):
    colour = AllianceType.create(key="red", name="红色引领", colour="#c00000")
    made = Alliance.create(
        name="东片联盟", level=AllianceLevel.TOWNSHIP, type=colour, township=cast.township, formed_on=JOINED
    )
    AllianceMembership.create(alliance=made, organisation=cast.xixi, joined_on=JOINED)
    return made


@pytest.fixture
def lead(cast, alliance):
    lead = cast.member("何负责", cast.dongkeng)
    cast.appoint(lead, Role.ALLIANCE_LEAD, None, alliance=alliance)
    return cast.actor(lead.person)


def names(audience, *, by, now):
    sender = sender_of(audience, by=by, now=now)
    return {person.name for person in audiences.people_of(audience, sender, by=by, now=now)}


def code_of(refusal):
    return refusal.value.code


def test_without_anything_said_it_is_everyone_the_branch_answers_for(cast, now):
    cast.person("陌生人", cast.dongkeng)
    doubled = cast.member("重名", cast.dongkeng)
    Person.update(merged_into=cast.wang.person).where(Person.id == doubled.person.id).execute()

    assert names(Audience(), by=cast.li, now=now) == {"李书记", "王党员", "陈村民"}


def test_another_branch_is_out_of_reach_and_looks_like_none(cast, now):
    with pytest.raises(NotFound):
        names(Audience(organisation_id=cast.xixi.id), by=cast.li, now=now)
    with pytest.raises(NotFound):
        names(Audience(organisation_id=999), by=cast.li, now=now)


def test_the_township_reaches_all_below_it(cast, officer, now):
    everyone = {"李书记", "王党员", "陈村民", "赵外人", "孙书记", "周镇长"}

    assert names(Audience(organisation_id=cast.township.id), by=officer, now=now) == everyone
    assert names(Audience(organisation_id=cast.xixi.id), by=officer, now=now) == {"赵外人", "孙书记"}


def test_roles_are_seats_of_today_or_standings(cast, officer, now):
    past = cast.member("前书记", cast.xixi)
    cast.appoint(past, Role.SECRETARY, cast.xixi, starts_on=JOINED, ends_on=datetime.date(2026, 11, 22))

    assert names(Audience(roles=(Role.SECRETARY,)), by=officer, now=now) == {"李书记", "孙书记"}
    assert names(Audience(roles=(Standing.RESIDENT,)), by=officer, now=now) == {"陈村民"}
    assert names(Audience(roles=(Role.SECRETARY, Standing.RESIDENT)), by=cast.li, now=now) == {"李书记", "陈村民"}


def test_an_alliance_is_its_members_of_today_within_the_sender_s_reach(cast, officer, alliance, now):
    AllianceMembership.create(
        alliance=alliance, organisation=cast.dongkeng, joined_on=JOINED, left_on=datetime.date(2026, 11, 23)
    )
    audience = Audience(alliance_id=alliance.id)

    assert names(audience, by=officer, now=now) == {"赵外人", "孙书记"}
    assert names(audience, by=cast.sun, now=now) == {"赵外人", "孙书记"}
    with pytest.raises(NotFound):
        names(audience, by=cast.li, now=now)


def test_an_alliance_s_lead_tells_its_secretaries_and_nobody_else(cast, alliance, lead, now):
    assert names(Audience(alliance_id=alliance.id, roles=(Role.SECRETARY,)), by=lead, now=now) == {"孙书记"}
    with pytest.raises(Invalid) as refusal:
        names(Audience(alliance_id=alliance.id), by=lead, now=now)
    assert code_of(refusal) == "only_secretaries"
    with pytest.raises(NotFound):
        names(Audience(organisation_id=cast.xixi.id), by=lead, now=now)


def test_who_has_no_such_seat_is_told_so(cast, now):
    with pytest.raises(NotAllowed):
        names(Audience(organisation_id=cast.dongkeng.id), by=cast.wang, now=now)


def test_with_several_seats_the_place_must_be_named(cast, now):
    cast.appoint(cast.li, Role.SECRETARY, cast.xixi)
    with pytest.raises(Invalid) as refusal:
        names(Audience(), by=cast.actor(cast.li.person), now=now)
    assert code_of(refusal) == "organisation_required"


def test_an_event_means_those_who_signed_up_wherever_they_belong(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.zhao, now=now)

    assert names(Audience(event_id=event.id), by=cast.li, now=now) == {"赵外人"}
    assert names(Audience(event_id=event.id, organisation_id=cast.dongkeng.id), by=cast.li, now=now) == set()


def test_with_several_seats_the_place_follows_from_the_event(cast, now):
    cast.appoint(cast.li, Role.SECRETARY, cast.xixi)
    both = cast.actor(cast.li.person)
    event = make_event(cast, organisation=cast.xixi)
    sign_up(event.id, by=cast.wang, now=now)

    assert names(Audience(event_id=event.id), by=both, now=now) == {"王党员"}
    assert sender_of(Audience(event_id=event.id), by=both, now=now).organisation == cast.xixi


def test_with_several_seats_the_place_follows_from_the_party_day(cast, now):
    cast.appoint(cast.li, Role.SECRETARY, cast.xixi)
    both = cast.actor(cast.li.person)
    day = a_party_day(cast, organisation=cast.xixi, by=cast.sun)

    assert names(Audience(party_day_id=day.id), by=both, now=now) == {"赵外人", "孙书记"}
    assert sender_of(Audience(party_day_id=day.id), by=both, now=now).organisation == cast.xixi


def test_of_a_joint_party_day_a_guest_speaks_for_their_own_branch(cast, now):
    day = a_party_day(cast)
    PartyDaySheet.create(party_day=day, organisation=cast.xixi, joined_at=now)

    assert sender_of(Audience(party_day_id=day.id), by=cast.sun, now=now).organisation == cast.xixi
    assert sender_of(Audience(party_day_id=day.id), by=cast.li, now=now).organisation == cast.dongkeng
    with pytest.raises(NotAllowed):
        sender_of(Audience(party_day_id=day.id), by=cast.wang, now=now)


def test_another_branch_s_event_is_not_for_me_to_address(cast, now):
    event = make_event(cast)

    with pytest.raises(NotAllowed):
        names(Audience(event_id=event.id), by=cast.sun, now=now)


def test_a_party_day_means_those_on_my_own_sheet(cast, now):
    starts = now + datetime.timedelta(days=1)
    text = PartyDayText("主题党日", starts, starts + datetime.timedelta(hours=2))
    day = create_party_day(text, cast.dongkeng, by=cast.li, now=now)

    assert names(Audience(party_day_id=day.id), by=cast.li, now=now) == {"李书记", "王党员"}
    with pytest.raises(NotFound):
        names(Audience(party_day_id=day.id), by=cast.sun, now=now)


def test_the_head_count_adds_up(cast, now):
    granted(cast.wang)
    Identity.delete().where(Identity.person == cast.chen.person).execute()

    count = audiences.preview_audience(Audience(), channel=CHANNEL, by=cast.li, now=now)
    assert count == HeadCount(people=3, reachable_by_wechat=1, inbox_only=1, unbound=1)

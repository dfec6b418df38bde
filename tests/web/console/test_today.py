"""The first page of each seat: its own scope, and each thing two clicks from done (features C1)."""

from __future__ import annotations

import datetime
import re

import pytest

from models.alliances import AllianceMembership
from models.appointments import Appointment
from models.complaints import ComplaintKind
from models.notices import Delivery, DeliveryStatus
from models.wishes import WishStatus
from services import notice_expansion
from services.complaints import complain
from services.local_time import local_day
from services.notices import NoticeText, send_notice
from tests.web.roles import somebody

DAY = datetime.timedelta(days=1)


@pytest.fixture
def two_villages(cast):
    """In each village a wish waits to be verified; each is called after it."""
    for place in (cast.dongkeng, cast.xixi):
        cast.wish(status=WishStatus.PENDING, organisation=place, title=f"{place.name}的心愿")


@pytest.fixture
def left_alone(cast, now):
    """东坑村's secretary has gone and a complaint there is past its day, a wish on the township's list."""
    complain(ComplaintKind.COMPLAINT, "路灯不亮", cast.dongkeng, by=cast.chen, now=now - 30 * DAY)
    cast.wish(title="修收音机", opened_at=now - 40 * DAY, area_told_at=now - 20 * DAY, fallback_at=now - DAY)
    Appointment.update(ends_on=local_day(now) - DAY).where(Appointment.person == cast.li.person).execute()


def waiting_on(desk):
    """Title of each thing on the first page, and where its button leads."""
    page = desk.get("/").text
    return dict(re.findall(r'<strong>([^<]+)</strong> <span.*?<a class="btn[^"]*" href="/console([^"]+)"', page, re.S))


def test_a_secretary_sees_the_village_alone(desk_as, cast, two_villages):
    said = desk_as(cast.li).reads("/")
    assert "东坑村的心愿" in said
    assert "西溪村" not in said


def test_a_township_officer_sees_every_village_of_the_township_and_no_other(desk_as, cast, now, two_villages):
    elsewhere = cast._organisation("枫桥镇", cast.township.kind, cast.county)
    other = somebody("township_officer", cast, now)
    Appointment.update(organisation=elsewhere).where(Appointment.person == other.person).execute()
    assert "心愿等您核实" not in desk_as(cast.actor(other.person)).reads("/")
    Appointment.update(organisation=cast.township).where(Appointment.person == other.person).execute()
    assert "心愿等您核实 2 件" in desk_as(cast.actor(other.person)).reads("/")


def test_an_alliances_lead_sees_its_members_work_by_organisation(desk_as, cast, now, two_villages):
    lead = somebody("alliance_lead", cast, now)
    seat = Appointment.get(Appointment.person == lead.person)
    AllianceMembership.create(alliance=seat.alliance, organisation=cast.dongkeng, joined_on=local_day(now))
    desk = desk_as(lead)
    today = desk.reads("/")
    assert "成员党组织有到期的事" in today
    assert "红盟：东坑村" in today
    assert "西溪村" not in today
    board = desk.reads(waiting_on(desk)["成员党组织有到期的事"])
    assert "成员的工作" in board
    assert "东坑村的心愿" not in board, "totals, not single cases"


def test_the_members_work_is_for_its_lead_alone(desk_as, cast, now):
    lead = somebody("alliance_lead", cast, now)
    alliance = Appointment.get(Appointment.person == lead.person).alliance
    assert "成员的工作" not in desk_as(cast.li).reads(f"/alliances/{alliance.id}")


def test_a_county_officer_sees_totals_by_township_and_no_case(desk_as, cast, now, left_alone):
    desk = desk_as(somebody("county_officer", cast, now))
    today = desk.reads("/")
    assert "云岭镇：1 个心愿在兜底清单上，1 件投诉过了答复期限，1 个党组织没有书记" in today
    for detail in ("东坑村", "修收音机", "路灯"):
        assert detail not in today
    assert "1 个心愿在兜底清单上" in desk.reads(waiting_on(desk)["乡镇有拖着的事"])


def test_nothing_of_the_countys_waits_for_a_township(desk_as, cast, now, left_alone):
    assert "乡镇有拖着的事" not in desk_as(somebody("township_officer", cast, now)).reads("/")


@pytest.mark.parametrize("role", ["secretary", "alliance_lead", "area_lead", "township_officer", "county_officer"])
def test_each_thing_leads_where_it_can_be_done(desk_as, cast, now, two_villages, left_alone, role):
    """One click from the first page, the second does it: no page of the way refuses the seat."""
    actor = cast.sun if role == "secretary" else somebody(role, cast, now)
    if role == "alliance_lead":
        alliance = Appointment.get(Appointment.person == actor.person).alliance
        AllianceMembership.create(alliance=alliance, organisation=cast.dongkeng, joined_on=local_day(now))
    desk = desk_as(actor)
    found = waiting_on(desk)
    assert found or role == "area_lead"
    for title, path in found.items():
        assert desk.get(path).status_code == 200, title


def test_people_to_be_phoned_are_one_click_away_however_many_notices_there_are(desk_as, cast, now):
    first, _ = [
        send_notice(NoticeText(title, "明天"), is_held=False, by=cast.li, now=now) for title in ("停水", "停电")
    ]
    notice_expansion.expand_due(now=now)
    Delivery.update(status=DeliveryStatus.UNBOUND).execute()
    desk = desk_as(cast.li)
    assert waiting_on(desk)["还有人没通知到"] == f"/notices/{first.id}/calls"

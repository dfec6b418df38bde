"""The tree, the seats, delegations, alliances and the area's board at the desk."""

import datetime

import pytest

from models.alliances import AllianceMembership
from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.audit import AuditEntry
from models.organisations import Area, AreaMembership, OrganisationKind, Sector
from models.party_days import MeetingKind
from models.wishes import WishStatus
from services import area_board, branch_units, joint_party_days, notices, organisation_desk, wishes
from services.local_time import local_day
from services.meeting_dates import record_date
from services.notices import NoticeText
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of
from tests.web.roles import red_alliance, somebody


@pytest.fixture
def officer(cast, now):
    return somebody("township_officer", cast, now)


@pytest.fixture
def county(cast, now):
    return somebody("county_officer", cast, now)


@pytest.fixture
def joint(cast):
    return cast._organisation("集镇商户联合党支部", OrganisationKind.JOINT_BRANCH, cast.township, Sector.ASSOCIATION)


def seat_of(actor):
    return Appointment.get(Appointment.person == actor.person.id, Appointment.ends_on.is_null())


class TestTree:
    def test_a_secretary_sees_their_own_branch(self, desk_as, cast):
        said = desk_as(cast.li).reads("/organisations")
        assert "东坑村" in said
        assert "西溪村" not in said

    def test_a_branch_that_is_too_small_is_marked(self, desk_as, cast, officer):
        assert "正式党员 2 人，不足 3 人" in desk_as(officer).reads("/organisations")

    def test_a_joint_branch_of_more_than_five_units_is_marked(self, desk_as, cast, officer, joint, now):
        desk = desk_as(officer)
        for number in range(1, 6):
            branch_units.add_unit(joint.id, f"单位{number}", by=officer, now=now)
        assert "个单位组成" not in desk.reads("/organisations")
        said = text_of(desk.post(f"/organisations/{joint.id}/units", name="单位6"))

        assert "由 6 个单位组成，联合党支部一般不超过 5 个" in said
        assert "由 6 个单位组成" in desk.reads("/organisations")

    def test_a_unit_is_entered_and_taken_off_once(self, desk_as, cast, officer, joint):
        desk = desk_as(officer)
        for _ in range(2):
            desk.post(f"/organisations/{joint.id}/units", name=" 云岭 超市 ")
        assert [unit.name for unit in branch_units.list_units(joint)] == ["云岭超市"]
        for _ in range(2):
            desk.post(f"/organisations/{joint.id}/units/removal", name="云岭超市")
        assert branch_units.list_units(joint) == []
        actions = AuditEntry.select(AuditEntry.action).where(AuditEntry.action.contains("unit"))
        assert [entry.action for entry in actions.order_by(AuditEntry.id)] == ["add_branch_unit", "remove_branch_unit"]

    def test_only_a_joint_branch_has_units_and_only_whoever_keeps_its_people_enters_them(
        self, desk_as, cast, county, officer, joint
    ):
        assert desk_as(officer).post(f"/organisations/{cast.dongkeng.id}/units", name="超市").status_code == 422
        assert desk_as(cast.li).post(f"/organisations/{joint.id}/units", name="超市").status_code == 404
        desk = desk_as(county)
        desk.post(f"/organisations/{cast.township.id}/look", reason="年底检查")
        assert desk.post(f"/organisations/{joint.id}/units", name="超市").status_code == 403

    def test_a_unit_that_is_refused_keeps_what_was_typed(self, desk_as, officer, joint):
        answer = desk_as(officer).post(f"/organisations/{joint.id}/units", name="长" * 61)
        assert answer.status_code == 422
        assert f'value="{"长" * 61}"' in answer.text

    def test_the_county_sees_totals_and_looks_into_a_township_with_a_reason_for_a_day(
        self, desk_as, cast, county, app, now
    ):
        desk = desk_as(county)
        assert "东坑村" not in desk.reads("/organisations")
        assert desk.get(f"/organisations/{cast.dongkeng.id}").status_code == 404
        assert desk.post(f"/organisations/{cast.township.id}/look", reason="").status_code == 422
        assert "东坑村" in text_of(desk.post(f"/organisations/{cast.township.id}/look", reason="年底检查"))
        assert AuditEntry.get(AuditEntry.action == "look_into_township").reason == "年底检查"
        tomorrow = now + datetime.timedelta(days=1)
        assert [each.name for each in organisation_desk.list_organisations(to=county, now=tomorrow)] == [
            "青溪县",
            "云岭镇",
        ]

    def test_what_is_not_listed_counts_in_where_it_belongs(self, cast):
        counts = organisation_desk.count_people([cast.township])
        assert sum(counts[cast.township.id].values()) == 5


class TestSeats:
    def test_an_officer_fills_a_seat_for_a_term(self, desk_as, cast, officer):
        said = text_of(
            desk_as(officer).post(
                f"/organisations/{cast.dongkeng.id}/appointments/new",
                role="grid_worker", name="王党员", tail="", starts_on="2026-11-23", ends_on="2027-11-22",
            )
        )  # fmt: skip
        assert "王党员任东坑村网格员" in said
        assert Appointment.get(Appointment.role == Role.GRID_WORKER).ends_on == datetime.date(2027, 11, 22)

    def test_namesakes_are_told_apart_by_the_last_four_digits(self, desk_as, cast, officer):
        other = cast.member("王党员", cast.xixi)
        form = {"role": "grid_worker", "name": "王党员", "starts_on": "2026-11-23"}
        desk, path = desk_as(officer), f"/organisations/{cast.dongkeng.id}/appointments/new"
        assert "有几位同名的人" in text_of(desk.post(path, **form, tail=""))
        desk.post(path, **form, tail=other.person.phone_tail)
        assert Appointment.get(Appointment.role == Role.GRID_WORKER).person_id == other.person.id

    def test_a_secretary_appoints_grid_workers_only(self, desk_as, cast):
        desk, path = desk_as(cast.li), f"/organisations/{cast.dongkeng.id}/appointments/new"
        assert "书记" not in desk.get(path).text.split("<select")[1].split("</select")[0]
        answer = desk.post(path, role="secretary", name="王党员", tail="", starts_on="2026-11-23")
        assert answer.status_code == 403

    def test_a_handover_says_in_numbers_what_it_does_and_leaves_a_note_to_print(self, desk_as, cast, officer):
        cast.wish(status=WishStatus.PENDING, title="一床厚棉被")
        desk, seat = desk_as(officer), seat_of(cast.li)
        form = {"name": "王党员", "tail": "", "ends_on": ""}
        asked = text_of(desk.post(f"/appointments/{seat.id}/handover", **form))
        assert "1 件没办完的事" in asked
        assert Appointment.get_by_id(seat.id).ends_on is None
        answer = desk.post(f"/appointments/{seat.id}/handover", **form, confirmed="yes")
        assert "工作交接单" in answer.text
        assert "一床厚棉被" in answer.text
        assert seat_of(cast.wang).role is Role.SECRETARY
        assert "工作交接单" in desk_as(cast.wang).get(answer.request.path.removeprefix("/console")).text
        assert desk_as(cast.sun).get(answer.request.path.removeprefix("/console")).status_code == 404

    def test_a_handover_counts_the_notices_it_pauses_an_assistants_too_and_the_note_lists_them(
        self, desk_as, cast, officer, now
    ):
        seat = seat_of(cast.li)
        assistant = cast.appoint(cast.chen, Role.ASSISTANT, cast.dongkeng, delegated_by=seat)
        Appointment.update(ends_on=local_day(now)).where(Appointment.id == assistant.id).execute()
        Appointment.update(ends_on=datetime.date(2029, 1, 1)).where(Appointment.id == seat.id).execute()
        DelegatedFunction.create(appointment=assistant, function=Function.SEND_NOTICES)
        for title, by in (("停水", cast.li), ("停电", cast.actor(cast.chen.person))):
            later = NoticeText(title, "明天", send_at=now + datetime.timedelta(hours=5))
            notices.send_notice(later, is_held=False, by=by, now=now)
        desk, path = desk_as(officer), f"/appointments/{seat.id}/handover"
        form = {"name": "王党员", "tail": "", "ends_on": ""}
        asked = text_of(desk.post(path, **form))
        assert "2 条待发的通知先暂停，由王党员决定" in asked
        assert "另有 1 件没办完的事" in asked  # what the assistant was given, for a part of the seat's term
        note = text_of(desk.post(path, **form, confirmed="yes"))
        assert "「停水」已暂停" in note
        assert "「停电」已暂停" in note

    def test_ending_a_seat_asks_first(self, desk_as, cast, officer):
        desk, seat = desk_as(officer), seat_of(cast.li)
        assert "不能再以这个职务办事" in text_of(desk.post(f"/appointments/{seat.id}/end", last_day=""))
        desk.post(f"/appointments/{seat.id}/end", last_day="", confirmed="yes")
        assert not organisation_desk.is_held(Appointment.get_by_id(seat.id), local_day(cast.now))


class TestDelegations:
    FORM = {"name": "王党员", "tail": "", "starts_on": "2026-11-23", "ends_on": "2027-02-22"}  # noqa: RUF012 (nobody changes it)

    def test_a_secretary_delegates_named_functions_until_a_day(self, desk_as, cast):
        desk = desk_as(cast.li)
        form = {**self.FORM, "organisation_id": cast.dongkeng.id, "functions": ["verify_wishes", "run_events"]}
        assert "已交办给王党员" in text_of(desk.post("/delegations", **form))
        assert {row.function for row in DelegatedFunction.select()} == {Function.VERIFY_WISHES, Function.RUN_EVENTS}
        assert "核实心愿" in desk.reads("/delegations")

    def test_the_assistants_menu_has_what_was_delegated_and_no_more(self, desk_as, cast, now):
        menu = desk_as(somebody("assistant", cast, now)).get("/").text.split("<nav")[1].split("</nav")[0]
        assert "微心愿" in menu
        assert "人员" not in menu

    def test_without_a_function_ticked_one_is_told(self, desk_as, cast):
        answer = desk_as(cast.li).post("/delegations", **self.FORM, organisation_id=cast.dongkeng.id)
        assert answer.status_code == 422
        assert 'id="e-functions"' in answer.text

    def test_only_for_a_branch_of_ones_own(self, desk_as, cast):
        form = {**self.FORM, "organisation_id": cast.xixi.id, "functions": ["verify_wishes"]}
        assert desk_as(cast.li).post("/delegations", **form).status_code == 403


class TestAlliances:
    def test_colour_never_speaks_alone(self, desk_as, cast, now):
        red_alliance(cast, now)
        page = desk_as(cast.li).get("/alliances").text
        assert "红色引领" in page
        assert "data-chart=" in page

    def test_an_officer_lets_an_organisation_join_and_leave_and_the_past_stays(self, desk_as, cast, officer, now):
        alliance = red_alliance(cast, now)
        desk, path = desk_as(officer), f"/alliances/{alliance.id}/members"
        desk.post(path, organisation_id=cast.dongkeng.id, joined_on="2026-11-23")
        assert "加入联盟，东坑村" in desk.reads(f"/alliances/{alliance.id}")
        assert "东坑村已退出红盟" in text_of(desk.post(f"{path}/leaving", organisation_id=cast.dongkeng.id))
        row = AllianceMembership.get()
        assert (row.joined_on, row.left_on) == (local_day(now), local_day(now))

    def test_a_secretary_looks_and_does_not_shape(self, desk_as, cast, now):
        alliance = red_alliance(cast, now)
        desk = desk_as(cast.li)
        assert "请党组织加入" not in desk.reads(f"/alliances/{alliance.id}")
        answer = desk.post(
            f"/alliances/{alliance.id}/members", organisation_id=cast.dongkeng.id, joined_on="2026-11-23"
        )
        assert answer.status_code == 403


class TestArea:
    @pytest.fixture
    def lead(self, cast, now):
        lead = somebody("area_lead", cast, now)
        AreaMembership.create(area=Area.get(), organisation=cast.dongkeng)
        return lead

    def test_its_lead_sees_what_is_due_by_organisation(self, desk_as, cast, lead):
        cast.wish(status=WishStatus.PENDING)
        said = desk_as(lead).reads("/area")
        assert "东坑村" in said
        assert "西溪村" not in said
        assert "陈村民" not in said

    def test_it_is_in_the_leads_to_dos(self, desk_as, cast, lead):
        assert "党组织有到期的事" in desk_as(lead).reads("/")

    def test_two_months_without_a_sign_of_life_are_said(self, desk_as, lead):
        assert "很久没有动静" in desk_as(lead).reads("/area")

    def test_whoever_did_something_lately_is_not_quiet(self, desk_as, cast, lead, now):
        wish = cast.wish(status=WishStatus.PENDING)
        wishes.verify_wish(wish.id, "accept", by=cast.li, now=now)
        said = desk_as(lead).reads("/area")
        assert "很久没有动静" not in said
        assert "2026年11月23日" in said

    def test_a_party_day_that_was_joined_or_noted_from_paper_is_one_of_this_month(self, cast, lead, now):
        def board():
            return area_board.boards_for(to=lead, now=now)[0].lines[0].party_days_this_month

        a_party_day(cast, kind=MeetingKind.LECTURE)  # no Party day
        a_party_day(cast, starts_in=8 * 24 * 60)  # on the first of December
        assert board() == 0
        joint = a_party_day(cast, by=cast.sun, organisation=cast.xixi)
        joint_party_days.invite_branches(joint.id, [cast.dongkeng.id], by=cast.sun, now=now)
        assert board() == 0
        joint_party_days.join_party_day(joint.id, cast.dongkeng.id, by=cast.li, now=now)
        assert board() == 1
        noted = datetime.date(2026, 11, 3)
        record_date(MeetingKind.PARTY_DAY, noted, cast.dongkeng, by=cast.li, now=now)
        assert board() == 2

    def test_nobody_else_has_such_a_board(self, desk_as, cast):
        assert desk_as(cast.li).get("/area").status_code == 403

"""What goes on in the made-up county: events, Party days, notices, in every state and true to their counters."""

import collections
import datetime
from types import SimpleNamespace

import peewee
import pytest

from commands.demo import county
from jobs.upkeep import jobs_of
from models.attendance import Attendance, AttendanceStatus, Leave, LeaveStatus, MakeUp
from models.audit import AuditEntry
from models.complaints import Complaint, ComplaintStatus
from models.database import database, open_database
from models.events import AttendanceMode, Audience, Event, EventStatus, Post
from models.grants import GrantEntry, SubscriptionGrant
from models.hours import HoursEntry, HoursKind
from models.meetings import MeetingDate, MinutesVersion
from models.notices import Delivery, Notice, NoticeKind, NoticeStatus
from models.organisations import Organisation
from models.party_days import MeetingKind, PartyDay, PartyDaySheet, PartyDayStatus
from models.people import Identity, Person
from models.photos import Photo, PhotoStatus
from models.proxies import Proxy, ProxyStatus
from models.series import SeriesMonth
from models.sign_ups import Attendance as EventAttendance
from models.sign_ups import SignUp, SignUpStatus
from models.skills import PersonSkill
from models.wishes import Wish
from services import check_ins, sign_ups
from services.audit import helper_who
from services.complaints import complaints_to_answer
from services.eligibility import Candidate, why_not
from services.hours import minutes_served
from services.permissions import Actor
from services.photos import waiting_photos
from services.proxies import list_proxies
from services.sign_up_lists import must_decide
from services.skills import skills_of
from tests.conftest import NOW
from tests.pictures import MemoryStore
from wechat.image_check import ImageCheck
from wechat.templates import parse_templates

TEMPLATES = parse_templates("wish_update:tpl-wish,event_update:tpl-event,party_day:tpl-party,notice:tpl-notice")


@pytest.fixture(scope="module")
def seed(engines):
    """The county, built once; answers the seed for the stand-in."""
    opened = open_database(engines["sqlite"].fresh())
    opened.connect()
    yield county.build("wx-demo", TEMPLATES, "wx-demo-official", photo_store=MemoryStore(), now=NOW)
    opened.close_all()


@pytest.fixture
def undone(seed):
    """What the test does is forgotten."""
    with database.atomic() as transaction:
        yield
        transaction.rollback()


def first(seed, role):
    """Whom one meets first in this role, acting now."""
    openid = next(person["openid"] for person in seed["people"] if person["roles"][0] == role)
    identity = Identity.get(openid=openid)
    return Actor(identity.person, now=NOW, identity_id=identity.id)


def upcoming():
    return Event.select().where(Event.starts_at > NOW, Event.status == EventStatus.OPEN)


def test_events_are_in_every_state_past_and_to_come(seed):
    assert {event.status for event in Event.select()} == set(EventStatus)
    assert {event.audience for event in upcoming()} >= {Audience.EVERYONE, Audience.MEMBERS, Audience.ALLIANCE}
    assert Event.select().where(Event.ends_at < NOW, Event.status == EventStatus.OPEN).count() >= 10
    assert Event.select().where(Event.starts_at <= NOW, Event.ends_at > NOW).exists()
    assert upcoming().where(Event.opens_at > NOW).exists()
    assert {one.status for one in SignUp.select()} == set(SignUpStatus)


def test_a_monthly_event_has_been_three_times_and_comes_again(seed):
    series = collections.Counter(event.title for event in Event.select().where(Event.title.startswith("一月一公益")))
    assert len(series) >= 4
    assert max(series.values()) == 4


def test_places_taken_are_those_of_the_sign_ups(seed):
    for post in Post.select():
        seats = collections.Counter()
        for one in post.sign_ups:
            seats[one.status] += one.seats
        assert (post.confirmed, post.waiting) == (seats[SignUpStatus.CONFIRMED], seats[SignUpStatus.WAITING])


def test_somebody_has_moved_up_and_others_still_wait(seed):
    queue = Event.get(Event.title == "给老菇民拍一张好照片")
    found = list(SignUp.select().where(SignUp.event == queue))
    assert any(one.confirmed_at and one.confirmed_at > one.signed_up_at for one in found)
    assert sum(one.status is SignUpStatus.WAITING for one in found) == 2
    assert Notice.select().where(Notice.title == "候补成功，您已报上名").exists()


def test_after_a_change_some_have_kept_and_whom_one_meets_first_must_decide(seed):
    moved = upcoming().where(Event.change_number > 0).get()
    standing = {one.person_id: must_decide(one, moved) for one in moved.sign_ups.where(SignUp.is_held == 1)}
    assert set(standing.values()) == {True, False}
    assert standing[first(seed, "member").person.id]
    assert standing[first(seed, "resident").person.id]


def test_companions_come_along_and_children_have_a_guardian(seed):
    assert SignUp.select().where(SignUp.seats == 2, SignUp.companions.is_null(False)).exists()
    assert SignUp.select().where(SignUp.guardian_phone.is_null(False)).exists()


def test_hours_are_those_of_the_people_who_came(seed):
    served = collections.Counter()
    for entry in HoursEntry.select():
        served[entry.event_id, entry.person_id] += entry.minutes
    for one in SignUp.select(SignUp, Event).join(Event).where(SignUp.attendance.is_null(False)):
        minutes = 0
        if one.attendance is EventAttendance.ATTENDED and (one.checked_out_at or one.event.ends_at <= NOW):
            left_at = one.checked_out_at or one.event.ends_at
            minutes = minutes_served(one.event, one.checked_in_at, left_at, now=NOW)
        assert served.pop((one.event_id, one.person_id), 0) == minutes
    assert not +served


def test_people_have_scanned_at_what_is_on_now_and_at_what_is_over(seed):
    on_now = Event.get(Event.starts_at <= NOW, Event.ends_at > NOW, Event.attendance_mode == AttendanceMode.SCAN)
    assert on_now.sign_ups.where(SignUp.checked_in_at.is_null(False)).count() == 4
    assert AuditEntry.select().where(AuditEntry.action == "check_out").count() >= 3


def test_whoever_has_a_post_that_asks_for_a_skill_has_declared_it(seed):
    for post in Post.select().where(Post.skills != ""):
        for one in post.sign_ups:
            assert set(post.skill_names) <= set(skills_of(one.person))
    assert PersonSkill.select().exists()


def test_some_hours_were_corrected_and_somebody_walked_in(seed):
    assert HoursEntry.select().where(HoursEntry.kind == HoursKind.REVERSAL).exists()
    assert SignUp.select().where(SignUp.is_walk_in, SignUp.attendance == EventAttendance.ATTENDED).exists()
    assert {one.attendance for one in SignUp.select()} == {None, *EventAttendance}
    assert SignUp.select().where(SignUp.is_end_assumed).exists()


def test_whom_one_meets_first_can_sign_up_for_tomorrow(seed, undone):
    tomorrow = upcoming().order_by(Event.starts_at).first()
    assert tomorrow.starts_at - NOW < datetime.timedelta(days=2)
    for role in ("member", "resident"):
        one, is_new = sign_ups.sign_up(tomorrow.id, by=first(seed, role), now=NOW)
        assert (one.status, is_new) == (SignUpStatus.CONFIRMED, True)


def test_a_resident_is_told_why_an_event_is_not_for_them(seed):
    for_members = upcoming().where(Event.audience == Audience.MEMBERS).get()
    assert "党员" in why_not(for_members, Candidate(first(seed, "resident").person, now=NOW))
    assert why_not(for_members, Candidate(first(seed, "member").person, now=NOW)) is None


def test_minutes_are_written_where_one_looks_and_a_series_takes_turns(seed):
    days = PartyDay.select().where(PartyDay.status == PartyDayStatus.CLOSED)
    assert {2} == {version.number for version in MinutesVersion.select()} - {1}
    assert MinutesVersion.select().count() >= 2
    assert days.count() > MinutesVersion.select(MinutesVersion.party_day).distinct().count()
    assert [row.event.status for row in SeriesMonth.select()] == [EventStatus.OPEN]


def test_party_days_leave_and_attendance_are_in_every_state(seed):
    assert {day.status for day in PartyDay.select()} == set(PartyDayStatus)
    kinds = {day.kind for day in PartyDay.select()} | {noted.kind for noted in MeetingDate.select()}
    assert kinds == set(MeetingKind) - {MeetingKind.GROUP_MEETING}  # the story's branches have no groups
    assert {line.status for line in Attendance.select()} == set(AttendanceStatus)
    assert {leave.status for leave in Leave.select()} == set(LeaveStatus)
    assert Attendance.select().where(Attendance.struck_at.is_null(False)).exists()


def test_a_closed_party_day_waits_for_nobody(seed):
    closed = Attendance.select().join(PartyDay).where(PartyDay.status == PartyDayStatus.CLOSED)
    assert PartyDay.select().where(PartyDay.status == PartyDayStatus.CLOSED).count() >= 30
    assert not closed.where(Attendance.status == AttendanceStatus.NOT_YET).exists()
    assert not PartyDay.select().where(PartyDay.status == PartyDayStatus.PLANNED, PartyDay.ends_at <= NOW).exists()


def test_make_up_study_is_open_handed_in_and_confirmed(seed):
    missed = Attendance.status.in_((AttendanceStatus.ABSENT, AttendanceStatus.ON_LEAVE))
    open_tasks = MakeUp.select().join(Attendance).where(missed, MakeUp.due_at > NOW)
    assert open_tasks.where(MakeUp.handed_in_at.is_null()).exists()
    assert open_tasks.where(MakeUp.handed_in_at.is_null(False)).exists()
    assert MakeUp.select().where(MakeUp.confirmed_at.is_null(False)).exists()


@pytest.mark.parametrize("role", ["member", "secretary", "resident"])
def test_whom_one_meets_first_can_check_in_now(seed, undone, role):
    actor, secretary = first(seed, role), first(seed, "secretary")
    day = PartyDay.get(PartyDay.status == PartyDayStatus.PLANNED, PartyDay.opens_at <= NOW)
    code = check_ins.get_check_in_code(day.id, by=secretary, now=NOW).code
    assert check_ins.check_in(day.id, code, by=actor, now=NOW)


def test_the_secretary_whom_one_meets_first_has_leave_to_decide(seed):
    home = first(seed, "secretary").person.home_id
    asked = Leave.select().join(Attendance).where(Leave.status == LeaveStatus.ASKED, Attendance.home == home)
    assert asked.count() == 1


def test_more_party_days_come_in_a_few_days_and_the_year_is_planned(seed):
    soon = PartyDay.starts_at.between(NOW, NOW + datetime.timedelta(days=6))
    assert PartyDay.select().where(PartyDay.status == PartyDayStatus.PLANNED, soon).count() >= 5
    drafts = PartyDay.select().where(PartyDay.status == PartyDayStatus.DRAFT)
    assert all(day.starts_at > NOW for day in drafts)
    assert drafts.where(PartyDay.organisation == Organisation.get(name="东坑村")).count() >= 12


def test_a_joint_party_day_has_a_sheet_for_each_branch_and_one_is_still_asked(seed):
    sheets = collections.defaultdict(list)
    for sheet in PartyDaySheet.select(PartyDaySheet, PartyDay).join(PartyDay).order_by(PartyDay.starts_at):
        sheets[sheet.party_day_id].append(sheet)
    past, coming = (some for some in sheets.values() if len(some) > 1)
    assert (past[0].party_day.status, coming[0].party_day.status) == (PartyDayStatus.CLOSED, PartyDayStatus.PLANNED)
    assert all(sheet.attendances.where(Attendance.checked_in_at.is_null(False)).count() >= 5 for sheet in past)
    assert [sheet.organisation.name for sheet in coming if sheet.joined_at is None] == ["云菇食用菌公司党支部"]


def test_notices_are_in_every_state_that_lasts(seed):
    found = list(Notice.select().where(Notice.kind == NoticeKind.MASS))
    assert {notice.status for notice in found} == set(NoticeStatus) - {
        NoticeStatus.PAUSED, NoticeStatus.EXPANDING, NoticeStatus.RETURNED,
    }  # fmt: skip
    widest = max(found, key=lambda notice: notice.deliveries.count())
    assert widest.deliveries.count() >= 250
    assert 0 < widest.deliveries.where(Delivery.read_at.is_null(False)).count() < widest.deliveries.count()
    assert Delivery.select().where(Delivery.told_at.is_null(False)).count() >= 5


def test_grants_in_our_ledger_are_those_of_the_stand_in(seed):
    ours = {
        (row.identity.openid, row.template_id): row.left
        for row in SubscriptionGrant.select(SubscriptionGrant, Identity).join(Identity)
    }
    theirs = {
        (person["openid"], template): count
        for person in seed["people"]
        for template, count in person.get("grants", {}).items()
    }
    assert ours == theirs
    assert GrantEntry.select(peewee.fn.SUM(GrantEntry.change)).scalar() == sum(ours.values())
    assert {template for _, template in ours} == {template.id for template in TEMPLATES.values()}


def test_the_workers_first_round_finds_nothing_left_to_tell(seed, undone):
    told = Delivery.select().count()
    nobody = SimpleNamespace(appid="wx-demo", check_image=lambda *_: ImageCheck())  # WeChat is away
    jobs = jobs_of(
        lambda: NOW, has_quiet_hours=False, quotas_allowed={}, photo_store=MemoryStore(), checker=nobody, public_url=""
    )
    for job in jobs:
        job.run()
    assert Delivery.select().count() == told


def test_a_photo_has_been_looked_at_and_one_waits_for_the_first_secretary(seed):
    assert [photo.status for photo in Photo.select().order_by(Photo.id)] == [PhotoStatus.SHOWN, PhotoStatus.HELD]
    assert waiting_photos(to=first(seed, "secretary"), now=NOW).count() == 1


def test_somebody_acts_for_an_elder_and_another_waits_for_the_first_secretary(seed):
    found = list_proxies(to=first(seed, "secretary"))
    assert len(found.to_decide) == 1
    active = Proxy.get(Proxy.status == ProxyStatus.ACTIVE)
    wish = Wish.get(Wish.made_by == active.elder)
    assert helper_who("make_wish", "wish", wish.id, acted_for_id=wish.made_by_id) == active.helper.name


def test_complaints_are_answered_open_and_overdue(seed):
    assert {one.status for one in Complaint.select()} == set(ComplaintStatus)
    overdue = Complaint.select().where(Complaint.status == ComplaintStatus.OPEN, Complaint.due_at <= NOW)
    assert [one.alerted_at is not None for one in overdue] == [True]
    assert complaints_to_answer(to=first(seed, "secretary")).count() == 2


def test_nothing_has_happened_in_the_future(seed):
    instants = (
        *(SignUp.signed_up_at, SignUp.confirmed_at, SignUp.ended_at, SignUp.checked_in_at, SignUp.checked_out_at),
        *(HoursEntry.recorded_at, Attendance.checked_in_at, Attendance.marked_at, Leave.asked_at, Leave.decided_at),
        *(MakeUp.opened_at, MakeUp.handed_in_at, PartyDay.created_at, PartyDay.frozen_at, Event.created_at),
        *(Event.cancelled_at, Notice.created_at, Notice.sent_at, Delivery.told_at, Delivery.sent_at, GrantEntry.at),
    )
    for field in instants:
        assert not field.model.select().where(field > NOW).exists(), field.name


def test_the_new_township_holds_nothing_yet(seed):
    below = Organisation.select(Organisation.id).where(
        Organisation.path.startswith(Organisation.get(name="枫桥镇").path)
    )
    assert not Event.select().where(Event.organisation.in_(below)).exists()
    assert not PartyDay.select().where(PartyDay.organisation.in_(below)).exists()
    assert not SignUp.select().join(Person).where(Person.home.in_(below)).exists()


def test_it_is_as_alive_at_any_hour(engines):
    """Ten minutes before a year's end, Chinese time."""
    now = datetime.datetime(2027, 12, 31, 15, 50, tzinfo=datetime.UTC)
    before = database.obj
    opened = open_database(engines["sqlite"].fresh())
    opened.connect()
    try:
        county.build("wx-demo", TEMPLATES, "wx-demo-official", photo_store=MemoryStore(), now=now)
        assert {line.status for line in Attendance.select()} == set(AttendanceStatus)
        assert PartyDay.select().where(PartyDay.opens_at <= now, PartyDay.ends_at > now).exists()
        assert Event.select().where(Event.starts_at <= now, Event.ends_at > now).exists()
    finally:
        opened.close_all()
        database.initialize(before)

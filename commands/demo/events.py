"""Telling the events of the story: every step by the person who takes it, through the services."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from commands.demo.dates import Calendar
from commands.demo.event_courses import COURSES, MOVED
from commands.demo.event_texts import Story, stories
from commands.demo.names import Invented
from commands.demo.organisations import Tree
from commands.demo.people import Someone
from commands.demo.seats import Seats
from commands.demo.timeline import Moment
from commands.demo.volunteers import Volunteers
from models.appointments import Role
from models.events import AttendanceMode, Event, Post
from models.sign_ups import Attendance, SignUp, SignUpStatus
from services import (
    event_attendance,
    event_changes,
    event_check_ins,
    event_hours,
    event_upkeep,
    events,
    group_sign_ups,
    sign_ups,
    skills,
)
from services.companions import ALONE, Companion, Party
from services.event_attendance import Mark
from services.event_plans import EventPlan
from services.group_sign_ups import Wanted
from services.permissions import Actor
from services.walk_ins import walk_in

ANNOUNCED_DAYS = 14  # before the start
SMALL = 4  # so few never let each other down
GROUP_EVERY = 5  # of so many, one wrote their name in the WeChat group
REMINDED_HOURS = (24, 2)
SOON = datetime.timedelta(minutes=3)
LATE, EARLY = datetime.timedelta(minutes=35), datetime.timedelta(minutes=40)
PUT_OFF = datetime.timedelta(hours=1)


def moments(
    tree: Tree, people: dict[str, list[Someone]], seats: Seats, invented: Invented, calendar: Calendar
) -> Iterator[Moment]:
    """Every event's steps, and the worker's reminders when they are due."""
    volunteers = Volunteers(people)
    reminded_at = {calendar.now}
    for number, story in enumerate(stories()):
        telling = Telling(number, story, tree, seats, volunteers, invented, calendar)
        yield from telling.moments()
        reminded_at |= telling.reminded_at
    for instant in reminded_at:
        yield instant, 100, _remind


def _remind(now: datetime.datetime) -> None:
    event_upkeep.remind_of_events(has_quiet_hours=False, now=now)


class Telling:
    """One event as it goes its way. `number` makes things happen at odd minutes and lets others come each time."""

    def __init__(
        self,
        number: int,
        story: Story,
        tree: Tree,
        seats: Seats,
        volunteers: Volunteers,
        invented: Invented,
        calendar: Calendar,
    ) -> None:
        self._number, self._story, self._tree, self._seats = number, story, tree, seats
        self._volunteers, self._invented, self._calendar = volunteers, invented, calendar
        self._course = COURSES[story.course]
        self._signed: list[Someone] = []
        self._kept = 0
        self._id = 0
        self._event: Event | None = None  # as it was put up
        self._starts_at = calendar.then(-story.in_days, story.hour)
        if story.minutes_from_now is not None:
            self._starts_at = calendar.quarter(story.minutes_from_now)
        self._ends_at = self._starts_at + datetime.timedelta(minutes=story.minutes)

    @property
    def reminded_at(self) -> set[datetime.datetime]:
        starts_at = self._starts_at + (PUT_OFF if MOVED[0] in self._course.steps else datetime.timedelta())
        return {starts_at - datetime.timedelta(hours=hours) for hours in REMINDED_HOURS}

    def moments(self) -> Iterator[Moment]:
        """Called, signed up for day by day, the steps of its course, and the roll two hours after the end."""
        announced = self._days_ago(max(ANNOUNCED_DAYS, self._story.in_days + 6))
        last = self._days_ago(max(self._course.last_sign_up, self._story.in_days + 1))
        yield self._at(announced, 8), 0, self.create
        for place in range(self._story.sign_ups):
            days_ago = announced - (announced - last) * place // self._story.sign_ups
            yield self._at(days_ago, 9 + 3 * place % 11), 1 + place, self.sign_up
        for order, (step, days, hour) in enumerate(self._course.steps, 50):
            yield self._at(self._days_ago(days), hour), order, getattr(self, step)
        if self._story.course == "walk_in":
            yield self._starts_at + LATE, 50, self.walk_in
        if not self._story.sign_ups or self._story.course == "cancelled":
            return
        if self._story.mode is not AttendanceMode.ROLL_CALL:
            yield self._starts_at + SOON, 55, self.come
        if self._story.mode is AttendanceMode.SCAN_IN_OUT:
            yield self._ends_at, 56, self.leave
        yield self._ends_at + datetime.timedelta(hours=2), 60, self.record

    def _days_ago(self, before_start: int) -> int:
        return before_start - self._story.in_days

    def _at(self, days_ago: int, hour: int) -> datetime.datetime:
        return self._calendar.then(days_ago, hour, self._number)

    def create(self, now: datetime.datetime) -> None:
        story = self._story
        opens_at = None
        if story.opens_in_days is not None:
            opens_at = self._calendar.then(-story.opens_in_days, 8)
        plan = EventPlan(
            title=story.title,
            starts_at=self._starts_at,
            ends_at=self._ends_at,
            place=story.place,
            posts=list(story.posts),
            detail=story.detail,
            opens_at=opens_at,
            audience=story.audience,
            alliance_id=self._tree.alliances[story.alliance].id if story.alliance else None,
            min_age=story.min_age,
            attendance_mode=story.mode,
        )
        self._event = events.create_event(
            plan, self._tree.find(story.organisation), is_draft=self._course.is_draft, is_held=self._course.is_held,
            by=self._organiser(now), now=now,
        )  # fmt: skip
        self._id = self._event.id

    def sign_up(self, now: datetime.datetime) -> None:
        event = self._event
        assert event is not None, "nobody signs up for what is not there"
        turn = self._number + len(self._signed)
        one = self._volunteers.next_one(event, turn, is_first_look=self._story.is_first_look, now=now)
        assert one is not None, f"nobody is free for {event.title}"
        party = _party_of(one, len(self._signed)) if self._story.course == "family" else ALONE
        post = self._emptiest_post()
        if post.skills:
            skills.declare_skills(post.skill_names, by=one.at(now), now=now)
        if turn % GROUP_EVERY == 0 and party is ALONE and one.home == event.organisation:
            wanted = [Wanted(one.id, post_id=post.id)]
            (entered,) = group_sign_ups.sign_up_people(self._id, wanted, by=self._organiser(now), now=now)
            assert entered.sign_up is not None, entered.why_not
        else:
            sign_ups.sign_up(self._id, post.id, party=party, by=one.at(now), now=now)
        self._signed.append(one)

    def _emptiest_post(self) -> Post:
        """The post that is least full, or the first to queue for."""
        posts = list(Post.select().where(Post.event == self._id).order_by(Post.id))
        free = [post for post in posts if post.has_free_place]
        return min(free or posts[:1], key=lambda post: post.confirmed / post.capacity)

    def cancel(self, now: datetime.datetime) -> None:
        """The third who signed up for the first post, then the fourth: whom one meets first stay."""
        signed = SignUp.select().join(Post).where(SignUp.event == self._id, SignUp.status == SignUpStatus.CONFIRMED)
        chosen = list(signed.order_by(SignUp.post, SignUp.ticket))[2]
        one = next(one for one in self._signed if one.id == chosen.person_id)
        sign_ups.cancel_sign_up(self._id, by=one.at(now), now=now)

    def move(self, now: datetime.datetime) -> None:
        changes = event_changes.EventChanges(
            starts_at=self._starts_at + PUT_OFF, place=f"{self._story.place}（停车场一侧）"
        )
        event_changes.change_event(self._id, changes, is_held=False, by=self._organiser(now), now=now)

    def keep(self, now: datetime.datetime) -> None:
        """From the last who signed up on: the first still have to decide."""
        self._kept += 1
        sign_ups.keep_sign_up(self._id, by=self._signed[-self._kept].at(now), now=now)

    def call_off(self, now: datetime.datetime) -> None:
        event_changes.cancel_event(self._id, reason=self._story.reason, by=self._organiser(now), now=now)

    def walk_in(self, now: datetime.datetime) -> None:
        """Somebody whom no branch knows turns up."""
        born = self._invented.birthday(30, 60)
        name, phone = self._invented.name(None, born), self._invented.phone()
        walk_in(self._id, name=name, phone=phone, by=self._organiser(now), now=now)

    def come(self, now: datetime.datetime) -> None:
        """Those whose phone does it scan; the roll finds the last two."""
        self._scan(event_check_ins.check_in, self._expected()[:-2], now)

    def leave(self, now: datetime.datetime) -> None:
        """Somebody forgets it now and then."""
        self._scan(event_check_ins.check_out, [one for one in self._expected()[:-2] if one % 3], now)

    def _scan(self, act: Callable[..., bool], people: list[int], now: datetime.datetime) -> None:
        code = event_check_ins.get_check_in_code(self._id, by=self._organiser(now), now=now).code
        for one in self._signed:
            if one.id in people:
                act(self._id, code, by=one.at(now), now=now)

    def _expected(self) -> list[int]:
        rows = SignUp.select().where(SignUp.event == self._id, SignUp.status == SignUpStatus.CONFIRMED)
        return [row.person_id for row in rows.where(~SignUp.is_walk_in).order_by(SignUp.id)]

    def record(self, now: datetime.datetime) -> None:
        """The last but one came late; the last of a larger group did not come at all."""
        event_hours.settle_scanned_events(now=now)
        expected, event = self._expected(), Event.get_by_id(self._id)
        marks = [Mark(person_id) for person_id in expected]
        marks[-2] = Mark(expected[-2], checked_in_at=event.starts_at + LATE, checked_out_at=event.ends_at)
        if len(marks) > SMALL:
            marks[-1] = Mark(expected[-1], Attendance.ABSENT)
        event_attendance.record_attendance(self._id, marks, by=self._organiser(now), now=now)

    def correct(self, now: datetime.datetime) -> None:
        """Who was noted as absent had come; and somebody had left early."""
        rows = list(
            SignUp.select().where(SignUp.event == self._id, SignUp.attendance.is_null(False)).order_by(SignUp.id)
        )
        event = Event.get_by_id(self._id)
        marks = [Mark(row.person_id) for row in rows if row.attendance is Attendance.ABSENT]
        marks.append(Mark(rows[0].person_id, checked_out_at=event.ends_at - EARLY))
        reason = "对照现场照片和签到本，更正两人的记录"
        event_attendance.record_attendance(self._id, marks, reason=reason, by=self._organiser(now), now=now)

    def _organiser(self, now: datetime.datetime) -> Actor:
        place = self._tree.find(self._story.organisation)
        role = Role.TOWNSHIP_OFFICER if place == self._tree.township else Role.SECRETARY
        return self._seats.of(role, place.name).at(now)


def _party_of(one: Someone, place: int) -> Party:
    """A child and its guardian, a grown-up friend, or nobody, by turns."""
    if place % 3 == 0:
        return Party((Companion(f"{one.name[0]}小禾", is_child=True),), one.name, one.phone)
    return Party((Companion(f"{one.name[0]}来喜"),)) if place % 3 == 1 else ALONE

"""One branch's sheet of one Party day: who asks for leave, comes, stays away, and makes up for it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from commands.demo.party_day_texts import (
    MADE_UP,
    TAUGHT,
    TOO_SHORT,
    WHY_EXEMPT,
    WHY_ON_LEAVE,
    WHY_REFUSED,
    WHY_STRUCK,
)
from commands.demo.people import Someone
from commands.demo.timeline import Moment
from models.attendance import Attendance, AttendanceStatus, Leave, LeaveStatus
from services import check_in_codes, check_ins, group_replies, leaves, make_ups, party_day_guests, roll_call, strikes
from services.group_replies import Reply
from services.local_time import local_day
from services.permissions import Actor
from services.roll_call import Mark

SEATS = 3  # the first of a branch have its seats; what befalls somebody befalls the others
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)
MINUTE = datetime.timedelta(minutes=1)
EXEMPT_FOR = 300 * DAY


class SheetTelling:
    """`number` turns the parts round, so that each Party day is somebody else's turn.

    `is_first_look`: those whom one meets first have not come yet, and leave waits for the secretary.
    """

    def __init__(
        self, number: int, people: list[Someone], starts_at: datetime.datetime, *, is_first_look: bool = False
    ) -> None:
        self._number, self._starts_at, self._is_first_look = number, starts_at, is_first_look
        self._members = [one for one in people if one.is_on_roster]
        self._guest = next((one for one in people if not one.is_on_roster and one.is_bound), None)
        plain = self._members[SEATS:]
        self._secretary = self._members[0]
        self._on_leave, self._absent = (plain[(number + turn) % len(plain)] for turn in (0, 1))
        if is_first_look:
            self._on_leave = [one for one in plain if one.is_bound][-1]
        rest = [one for one in plain if one not in (self._on_leave, self._absent)]
        self._online = rest[number % len(rest)] if len(rest) > 1 else None
        self._eldest = min((one for one in rest if one is not self._online), key=lambda one: one.born)
        self._id = 0

    def moments(self, ends_at: datetime.datetime) -> Iterator[Moment]:
        """From leave asked six days ahead to make-up study confirmed eight days after."""
        before, after = self._starts_at, ends_at
        yield before - 7 * DAY, 10, self.exempt
        yield before - 6 * DAY + 10 * HOUR, 10, self.ask_leave
        if not self._is_first_look:
            yield before - 3 * DAY + HOUR, 10, self.decide_leave
        yield before - DAY, 10, self.add_guest
        yield before - DAY + HOUR, 10, self.note_replies
        yield from self._arrivals()
        yield before + 25 * MINUTE, 10, self.call_roll
        yield after - 10 * MINUTE, 10, self.strike
        yield after + 2 * DAY, 10, self.teach_at_home
        yield after + 4 * DAY, 10, self.hand_in_after_leave
        yield after + 5 * DAY, 10, self.hand_in_after_absence
        yield after + 8 * DAY, 10, self.decide_make_up

    def begin(self, party_day_id: int) -> None:
        self._id = party_day_id

    def _arrivals(self) -> Iterator[Moment]:
        """Half of those with a phone scan; at the first look only the last two of the branch have."""
        scanning = [one for one in self._members if one.is_bound and one not in (self._on_leave, self._absent)]
        scanning = [one for one in scanning if one not in (self._online, self._eldest)]
        first, some = (-29, scanning[-2:]) if self._is_first_look else (-15, scanning[1::2])
        for place, one in enumerate(some):
            yield self._starts_at + (first + 2 * place) * MINUTE, 10, _Arrival(self, one)

    def _by(self, now: datetime.datetime) -> Actor:
        return self._secretary.at(now)

    def exempt(self, now: datetime.datetime) -> None:
        """Some committees have decided about their eldest; from the next time on it holds by itself."""
        if self._number % 6 != 3 or self._is_first_look:
            return
        reason, decision = WHY_EXEMPT
        until_on = local_day(self._starts_at + EXEMPT_FOR)
        party_day_guests.exempt_person(
            self._id, self._eldest.id, reason=reason, decision=decision, until_on=until_on, by=self._by(now), now=now
        )

    def ask_leave(self, now: datetime.datetime) -> None:
        """In the app, or by telephone to the secretary."""
        if self._status_of(self._on_leave) is not AttendanceStatus.NOT_YET:
            return
        why = WHY_ON_LEAVE[self._number % len(WHY_ON_LEAVE)]
        if self._on_leave.is_bound:
            leaves.ask_leave(self._id, why, by=self._on_leave.at(now), now=now)
        else:
            leaves.enter_leave(self._id, self._on_leave.id, why, by=self._by(now), now=now)

    def note_replies(self, now: datetime.datetime) -> None:
        """What the secretary pasted back from the WeChat group: every other member means to come."""
        awaited = [one for one in self._members[1::2] if self._status_of(one) is AttendanceStatus.NOT_YET]
        replies = [Reply(one.id, "coming") for one in awaited if one is not self._on_leave]
        group_replies.note_replies(self._id, replies, by=self._by(now), now=now)

    def decide_leave(self, now: datetime.datetime) -> None:
        if not _is_asked(self._line(self._on_leave)):
            return
        person_id, by = self._on_leave.id, self._by(now)
        if self._number % 5 == 3:
            leaves.decide_leave(self._id, person_id, "refuse", reason=WHY_REFUSED, by=by, now=now)
        else:
            leaves.decide_leave(self._id, person_id, "approve", by=by, now=now)

    def add_guest(self, now: datetime.datetime) -> None:
        """A resident who wants to join the Party sits in."""
        if self._guest is not None and self._number % 2 == 0:
            party_day_guests.add_person(self._id, self._guest.id, by=self._by(now), now=now)

    def check_in(self, one: Someone, now: datetime.datetime) -> None:
        if self._status_of(one) is AttendanceStatus.NOT_YET:
            code = check_in_codes.code_for(check_ins.SUBJECT, self._id, now)
            check_ins.check_in(self._id, code.code, by=one.at(now), now=now)

    def call_roll(self, now: datetime.datetime) -> None:
        """Whoever is in the room and has not scanned; one looks in from afar, the absent are left as they are."""
        here = [one for one in (*self._members, self._guest) if one is not None and self._is_here(one)]
        marks = [
            Mark(_how(one, self._online), now, f"demo-{self._id}-{one.id}", person_id=one.id) for one in here
        ]  # fmt: skip
        roll_call.call_roll(self._id, marks, by=self._by(now), now=now)

    def _is_here(self, one: Someone) -> bool:
        if one is self._absent or (one is self._eldest and self._number % 3 == 1):
            return False
        awaited = (AttendanceStatus.NOT_YET, AttendanceStatus.OBSERVER)
        return self._status_of(one) in awaited and not _is_asked(self._line(one))

    def strike(self, now: datetime.datetime) -> None:
        """Comparing the list with the room, now and then one too many is found."""
        if self._number % 7 != 3:
            return
        came = Attendance.select().where(
            Attendance.party_day == self._id,
            Attendance.person.in_([one.id for one in self._members[SEATS:]]),
            Attendance.status == AttendanceStatus.PRESENT,
        )
        line = came.order_by(Attendance.id.desc()).first()
        if line is not None:
            strikes.strike_entry(self._id, line.person_id, reason=WHY_STRUCK, by=self._by(now), now=now)

    def teach_at_home(self, now: datetime.datetime) -> None:
        if self._number % 3 == 1 and self._status_of(self._eldest) is AttendanceStatus.ABSENT:
            nonce = f"demo-{self._id}-{self._eldest.id}"
            mark = Mark(AttendanceStatus.TAUGHT_AT_HOME, now, nonce, person_id=self._eldest.id, note=TAUGHT)
            roll_call.call_roll(self._id, [mark], by=self._by(now), now=now)

    def hand_in_after_leave(self, now: datetime.datetime) -> None:
        """WeChat's check doubts a few of the texts: those wait for the secretary."""
        if self._on_leave.is_bound and self._status_of(self._on_leave) is AttendanceStatus.ON_LEAVE:
            note = TOO_SHORT if self._number % 4 == 2 else MADE_UP[self._number % len(MADE_UP)]
            is_held = self._number % 4 == 1
            make_ups.hand_in_make_up(self._id, note, is_held=is_held, by=self._on_leave.at(now), now=now)

    def hand_in_after_absence(self, now: datetime.datetime) -> None:
        """Every second does; the others' days run out."""
        is_missed = self._status_of(self._absent) is AttendanceStatus.ABSENT
        if self._number % 2 == 0 and self._absent.is_bound and is_missed:
            note = MADE_UP[(self._number + 1) % len(MADE_UP)]
            make_ups.hand_in_make_up(self._id, note, is_held=False, by=self._absent.at(now), now=now)

    def decide_make_up(self, now: datetime.datetime) -> None:
        """What waited is confirmed, what was too short goes back."""
        line, person_id = self._line(self._on_leave), self._on_leave.id
        task = line.make_ups.first() if line is not None else None
        if task is None or task.handed_in_at is None:
            return
        if self._number % 4 == 1:
            make_ups.decide_make_up(self._id, person_id, "confirm", by=self._by(now), now=now)
        elif self._number % 4 == 2:
            why = "请写一两句看了什么、打算怎么做"
            make_ups.decide_make_up(self._id, person_id, "return", note=why, by=self._by(now), now=now)

    def _line(self, one: Someone) -> Attendance | None:
        line: Attendance | None = Attendance.get_or_none(
            Attendance.party_day == self._id, Attendance.person == one.id
        )  # fmt: skip
        return line

    def _status_of(self, one: Someone) -> AttendanceStatus | None:
        line = self._line(one)
        return line.status if line is not None else None


class _Arrival:
    """One person's scan, as an act of the time line."""

    def __init__(self, sheet: SheetTelling, one: Someone) -> None:
        self._sheet, self._one = sheet, one

    def __call__(self, now: datetime.datetime) -> None:
        self._sheet.check_in(self._one, now)


def _how(one: Someone, online: Someone | None) -> AttendanceStatus:
    return AttendanceStatus.ONLINE if one is online else AttendanceStatus.PRESENT


def _is_asked(line: Attendance | None) -> bool:
    return line is not None and Leave.select().where(
        Leave.attendance == line.id, Leave.status == LeaveStatus.ASKED
    ).exists()  # fmt: skip

"""Who is on a sheet: the branch's roster of that day, its exemptions, guests who sit in."""

from __future__ import annotations

import datetime

from models.attendance import NOT_EXPECTED, Attendance, AttendanceStatus, Exemption
from models.party_days import MeetingKind, PartyDay, PartyDaySheet
from models.people import Person, Standing
from services.local_time import local_day

# Lines nobody has touched: they follow the roster until the list stands still.
UNTOUCHED = (AttendanceStatus.NOT_YET, AttendanceStatus.ON_LEAVE, AttendanceStatus.EXEMPT)


def fill_sheet(day: PartyDay, sheet: PartyDaySheet) -> tuple[int, int]:
    """Bring a sheet in line with the roster, inside the caller's unit of work; answers how many came and went.

    Newcomers get a line, those who left lose an untouched one; votes and exemptions are what they are today.
    """
    gone = drop_leavers(sheet)
    lines = _lines_of(sheet)
    roster = {person.id: person for person in _called_from(roster_of(sheet.organisation_id), day, set(lines))}
    elsewhere = _on_other_sheets(day, set(roster) - set(lines))
    missing = [roster[person_id] for person_id in sorted(set(roster) - set(lines) - elsewhere)]
    _add_lines(day, sheet, missing)
    _renew_votes(sheet, roster, lines)
    _renew_exemptions(day, sheet)
    return len(missing), gone


def drop_leavers(sheet: PartyDaySheet) -> int:
    """Take untouched lines of those who left the branch off its sheet; answers how many.

    Whom the secretary added stays, though the kind of meeting does not call them.
    """
    roster = {person.id for person in roster_of(sheet.organisation_id)}
    gone = [line.id for line in _lines_of(sheet).values() if _has_left(line, sheet, roster)]
    if gone:
        Attendance.delete().where(Attendance.id.in_(gone)).execute()
    return len(gone)


def _lines_of(sheet: PartyDaySheet) -> dict[int, Attendance]:
    return {line.person_id: line for line in Attendance.select().where(Attendance.sheet == sheet.id)}


def roster_of(organisation_id: int) -> list[Person]:
    """The branch's members and probationary members."""
    return list(
        Person.select()
        .where(
            Person.home == organisation_id,
            Person.is_on_roster,
            Person.standing.in_((Standing.MEMBER, Standing.PROBATIONARY)),
            Person.merged_into.is_null(),
        )
        .order_by(Person.id)
    )


def _called_from(roster: list[Person], day: PartyDay, listed: set[int]) -> list[Person]:
    """Whom the kind of meeting calls: all of the branch, one group of it, or its committee.

    The committee is whoever the secretary put on the list; a new list starts from the last meeting's.
    """
    if day.kind is MeetingKind.GROUP_MEETING:
        return [person for person in roster if person.group_id == day.group_id]
    if day.kind is MeetingKind.COMMITTEE_MEETING:
        committee = listed or _last_committee(day)
        return [person for person in roster if person.id in committee]
    return roster


def _last_committee(day: PartyDay) -> set[int]:
    last = (
        PartyDay.select()
        .join(Attendance)
        .where(
            PartyDay.organisation == day.organisation_id,
            PartyDay.kind == MeetingKind.COMMITTEE_MEETING,
            PartyDay.id != day.id,
        )
        .order_by(PartyDay.starts_at.desc())
        .first()
    )
    if last is None:
        return set()
    rows = Attendance.select(Attendance.person).where(
        Attendance.party_day == last.id, Attendance.status != AttendanceStatus.OBSERVER
    )
    return {line.person_id for line in rows}


def has_vote(person: Person, organisation_id: int) -> bool:
    """Only full members vote, and only in the branch they belong to (features I8)."""
    return person.standing is Standing.MEMBER and person.is_on_roster and person.home_id == organisation_id


def _on_other_sheets(day: PartyDay, person_ids: set[int]) -> set[int]:
    """People of the roster who stand on another branch's sheet already, as its guests."""
    rows = Attendance.select(Attendance.person).where(
        Attendance.party_day == day.id, Attendance.person.in_(sorted(person_ids))
    )
    return {line.person_id for line in rows}


def _has_left(line: Attendance, sheet: PartyDaySheet, roster: set[int]) -> bool:
    is_untouched = line.status in UNTOUCHED and line.marked_at is None
    return is_untouched and line.home_id == sheet.organisation_id and line.person_id not in roster


def _add_lines(day: PartyDay, sheet: PartyDaySheet, people: list[Person]) -> None:
    if not people:
        return
    exempt = _exempt_on(sheet.organisation_id, local_day(day.starts_at))
    Attendance.insert_many(
        [
            {
                "party_day": day.id,
                "person": person.id,
                "sheet": sheet.id,
                "home": person.home_id,
                "status": AttendanceStatus.EXEMPT if person.id in exempt else AttendanceStatus.NOT_YET,
                "has_vote": has_vote(person, sheet.organisation_id),
            }
            for person in people
        ]
    ).execute()


def _exempt_on(organisation_id: int, day: datetime.date) -> set[int]:
    rows = Exemption.select(Exemption.person).where(
        Exemption.organisation == organisation_id, Exemption.starts_on <= day, Exemption.ends_on >= day
    )
    return {exemption.person_id for exemption in rows}


def _renew_votes(sheet: PartyDaySheet, roster: dict[int, Person], lines: dict[int, Attendance]) -> None:
    for vote in (True, False):
        changed = [
            line.id
            for line in lines.values()
            if line.person_id in roster
            and line.has_vote is not vote
            and has_vote(roster[line.person_id], sheet.organisation_id) is vote
        ]
        if changed:
            Attendance.update(has_vote=vote).where(Attendance.id.in_(changed)).execute()


def _renew_exemptions(day: PartyDay, sheet: PartyDaySheet) -> None:
    """Whoever was exempted, or is counted again, since the list was made."""
    exempt = _exempt_on(sheet.organisation_id, local_day(day.starts_at))
    own = (Attendance.sheet == sheet.id) & (Attendance.home == sheet.organisation_id) & Attendance.marked_at.is_null()
    for was, is_now, whom in (
        (AttendanceStatus.NOT_YET, AttendanceStatus.EXEMPT, Attendance.person.in_(sorted(exempt))),
        (AttendanceStatus.EXEMPT, AttendanceStatus.NOT_YET, Attendance.person.not_in(sorted(exempt))),
    ):
        Attendance.update(status=is_now).where(own, Attendance.status == was, whom).execute()


def to_tell(day: PartyDay) -> list[int]:
    """Whom news of the Party day concerns: everyone on its lists who counts, also who has come already."""
    rows = Attendance.select(Attendance.person).where(
        Attendance.party_day == day.id, Attendance.status != AttendanceStatus.EXEMPT
    )
    return [line.person_id for line in rows]


def will_be_told(day: PartyDay) -> int:
    """How many are told once a draft is called: in the branches that hold it, as their rosters are now."""
    joined = PartyDaySheet.select().where(PartyDaySheet.party_day == day.id, PartyDaySheet.joined_at.is_null(False))
    return sum(told_in(branch, day) for branch in {day.organisation_id, *(sheet.organisation_id for sheet in joined)})


def told_in(branch_id: int, day: PartyDay) -> int:
    """How many of a branch are told once it is called, or once the branch joins it."""
    lines = Attendance.select().join(PartyDaySheet)
    own = list(lines.where(Attendance.party_day == day.id, PartyDaySheet.organisation == branch_id))
    listed = {line.person_id for line in own}
    guests = {line.person_id for line in own if line.status is AttendanceStatus.OBSERVER}
    called = {person.id for person in _called_from(roster_of(branch_id), day, listed)}
    away = _on_other_sheets(day, called - listed) | _exempt_on(branch_id, local_day(day.starts_at))
    return len((called - away) | guests)


def to_remind(day: PartyDay) -> list[int]:
    """Who is still awaited, observers included."""
    awaited = (AttendanceStatus.NOT_YET, AttendanceStatus.OBSERVER)
    rows = Attendance.select(Attendance.person).where(
        Attendance.party_day == day.id, Attendance.checked_in_at.is_null(), Attendance.status.in_(awaited)
    )
    return [line.person_id for line in rows]


def is_expected(status: AttendanceStatus) -> bool:
    """Whether a line counts in 应到."""
    return status not in NOT_EXPECTED

"""Party days: a branch's fixed day each month, and the sheet each branch keeps of it."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.organisations import Group, Organisation
from models.people import Person


class MeetingKind(StrEnum):
    """What the branch meets for; each kind that is called has its own quorum (policy `party_day.quorum_…`)."""

    PARTY_DAY = "party_day"
    MEMBERS_MEETING = "members_meeting"
    ELECTION = "election"
    LECTURE = "lecture"
    COMMITTEE_MEETING = "committee_meeting"
    GROUP_MEETING = "group_meeting"
    LIFE_MEETING = "life_meeting"
    MEMBERS_REVIEW = "members_review"
    HEART_TALK = "heart_talk"


# Of these only the dates are kept (models.meetings.MeetingDate): nobody is called to them as one list.
DATES_ONLY = (MeetingKind.MEMBERS_REVIEW, MeetingKind.HEART_TALK)
# A part of the branch meets, and the others do not see it on their phones.
OF_A_FEW = (MeetingKind.COMMITTEE_MEETING, MeetingKind.GROUP_MEETING)


class CheckInWay(StrEnum):
    """How people check in. Roll call by the secretary always suffices, whatever this says."""

    SCAN = "scan"
    ROLL_CALL = "roll_call"
    BOTH = "both"


class PartyDayStatus(StrEnum):
    DRAFT = "draft"
    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class PartyDay(BaseModel):
    """One meeting, hosted by one branch and held with others where it is joint.

    `month` ("2026-11", local) is set while it is its branch's Party day of that month in the year plan, so
    that the unique key allows one; NULL for any other. `first_starts_at` is where moving is measured
    from. `frozen_at` is when the list stood still (at the start). A reminder's column is set when it
    was sent, or when it was passed over because the Party day was called at shorter notice.
    """

    organisation = peewee.ForeignKeyField(Organisation, backref="party_days", on_delete="RESTRICT")
    month = peewee.CharField(max_length=7, null=True)
    kind = StateField(MeetingKind, default=MeetingKind.PARTY_DAY)
    status = StateField(PartyDayStatus)
    title = peewee.CharField(max_length=40)
    place = peewee.CharField(max_length=40, default="")
    material = peewee.CharField(max_length=300, default="")  # what is studied, also by those who make it up
    check_in = StateField(CheckInWay, default=CheckInWay.BOTH)
    group = peewee.ForeignKeyField(Group, null=True, on_delete="SET NULL")  # whose meeting it is (党小组会)
    opens_at = UTCDateTimeField()  # for check-in
    starts_at = UTCDateTimeField()
    ends_at = UTCDateTimeField()
    first_starts_at = UTCDateTimeField()
    first_reminded_at = UTCDateTimeField(null=True)
    last_reminded_at = UTCDateTimeField(null=True)
    frozen_at = UTCDateTimeField(null=True)
    created_by = peewee.ForeignKeyField(Person, backref="party_days_made", on_delete="RESTRICT")
    created_at = UTCDateTimeField()
    version = peewee.IntegerField(default=0)  # rises with each change: the second of two editors is told

    organisation_id: int
    group_id: int | None
    created_by_id: int

    class Meta:
        indexes = (
            (("organisation", "month"), True),
            (("status", "starts_at"), False),
            (("starts_at", "id"), False),
        )


class PartyDaySheet(BaseModel):
    """One branch's attendance sheet of one Party day. An invited branch has no list until it joins."""

    party_day = peewee.ForeignKeyField(PartyDay, backref="sheets", on_delete="CASCADE")
    organisation = peewee.ForeignKeyField(Organisation, backref="party_day_sheets", on_delete="RESTRICT")
    joined_at = UTCDateTimeField(null=True)

    party_day_id: int
    organisation_id: int

    class Meta:
        indexes = ((("party_day", "organisation"), True),)


class FixedDay(BaseModel):
    """When a branch holds its Party day: on a day of the month, or on the n-th weekday of it.

    Either `month_day` (1–31; a shorter month has it on its last day) or `week` (1–4, 5 = the last) and
    `weekday` (1 = Monday). `starts` is local, as in "09:00".
    """

    organisation = peewee.ForeignKeyField(Organisation, unique=True, on_delete="CASCADE")
    month_day = peewee.SmallIntegerField(null=True)
    week = peewee.SmallIntegerField(null=True)
    weekday = peewee.SmallIntegerField(null=True)
    starts = peewee.CharField(max_length=5)
    minutes = peewee.SmallIntegerField()
    place = peewee.CharField(max_length=40, default="")
    changed_at = UTCDateTimeField()
    version = peewee.IntegerField(default=0)  # rises with each change: the second of two editors is told

    organisation_id: int

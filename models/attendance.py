"""Who was there: one row per Party day and person, and what belongs to it (leave, roll marks, make-up study)."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import EncryptedField, StateField, UTCDateTimeField
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet
from models.people import Person


class AttendanceStatus(StrEnum):
    NOT_YET = "not_yet"
    PRESENT = "present"
    ONLINE = "online"
    ON_LEAVE = "on_leave"
    ABSENT = "absent"
    MADE_UP = "made_up"
    TAUGHT_AT_HOME = "taught_at_home"
    EXEMPT = "exempt"
    OBSERVER = "observer"


# What opens a make-up study.
MISSED = (AttendanceStatus.ABSENT, AttendanceStatus.ON_LEAVE)
# 应到 = on the list without these.
NOT_EXPECTED = (AttendanceStatus.EXEMPT, AttendanceStatus.OBSERVER)


class Attendance(BaseModel):
    """One person's line on one branch's sheet. How they checked in is not kept: nobody counts scans.

    `home` is their home branch on that day; where it differs from the sheet's they were guests there.
    `counted_from` is such a visit elsewhere that counts at home instead of coming here; unique, so that
    a visit counts once. `marked_at` is the instant of the last word on this line (the member's own
    check-in or a secretary's mark) and NULL while nobody has said anything. `marked_by` is that
    secretary, NULL for the member's own check-in. A struck line is closed to the member's own check-in.
    `said_coming_at` is when the secretary noted from the WeChat group that they mean to come; it counts nowhere.
    """

    party_day = peewee.ForeignKeyField(PartyDay, backref="attendances", on_delete="CASCADE")
    person = peewee.ForeignKeyField(Person, backref="attendances", on_delete="RESTRICT")
    sheet = peewee.ForeignKeyField(PartyDaySheet, backref="attendances", on_delete="CASCADE")
    home = peewee.ForeignKeyField(Organisation, null=True, on_delete="RESTRICT")
    status = StateField(AttendanceStatus, default=AttendanceStatus.NOT_YET)
    has_vote = peewee.BooleanField(default=False)
    checked_in_at = UTCDateTimeField(null=True)
    marked_at = UTCDateTimeField(null=True)
    marked_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    struck_at = UTCDateTimeField(null=True)
    said_coming_at = UTCDateTimeField(null=True)
    counted_from = peewee.ForeignKeyField("self", null=True, unique=True, on_delete="SET NULL")
    note = EncryptedField(null=True)  # of a lesson taught at home, or why the line was struck

    party_day_id: int
    person_id: int
    sheet_id: int
    home_id: int | None
    marked_by_id: int | None
    counted_from_id: int | None

    class Meta:
        indexes = (
            (("party_day", "person"), True),
            (("sheet", "status"), False),
            (("person", "id"), False),
        )


class RollMark(BaseModel):
    """One mark of a roll call as it came in. Its nonce makes a second arrival a repeat."""

    party_day = peewee.ForeignKeyField(PartyDay, on_delete="CASCADE")
    nonce = peewee.CharField(max_length=64)
    attendance = peewee.ForeignKeyField(Attendance, backref="roll_marks", on_delete="CASCADE")
    status = StateField(AttendanceStatus)
    marked_at = UTCDateTimeField()
    marked_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    was_stored = peewee.BooleanField()
    received_at = UTCDateTimeField()

    party_day_id: int
    attendance_id: int
    marked_by_id: int

    class Meta:
        indexes = ((("party_day", "nonce"), True),)


class LeaveStatus(StrEnum):
    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class Leave(BaseModel):
    """Leave asked for one Party day, by the member or, after a call, by the secretary (`entered_by`)."""

    attendance = peewee.ForeignKeyField(Attendance, unique=True, backref="leaves", on_delete="CASCADE")
    status = StateField(LeaveStatus, default=LeaveStatus.ASKED)
    reason = EncryptedField()  # often a matter of health
    asked_at = UTCDateTimeField()
    entered_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decided_at = UTCDateTimeField(null=True)
    decided_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    decision_reason = peewee.CharField(max_length=200, default="")

    attendance_id: int

    class Meta:
        table_name = "party_day_leave"  # LEAVE is a reserved word


class MakeUp(BaseModel):
    """The make-up study that opens with an absence. It is open while its line still says absent or on leave."""

    attendance = peewee.ForeignKeyField(Attendance, unique=True, backref="make_ups", on_delete="CASCADE")
    opened_at = UTCDateTimeField()
    due_at = UTCDateTimeField()  # the local midnight that ends its last day
    note = peewee.CharField(max_length=500, default="")
    handed_in_at = UTCDateTimeField(null=True)
    confirmed_at = UTCDateTimeField(null=True)
    confirmed_by = peewee.ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    attendance_id: int


class Exemption(BaseModel):
    """The branch committee's decision that a member does not count in 应到, for local days from … to."""

    person = peewee.ForeignKeyField(Person, backref="exemptions", on_delete="RESTRICT")
    organisation = peewee.ForeignKeyField(Organisation, on_delete="RESTRICT")
    reason = EncryptedField()  # often a matter of health
    decision = peewee.CharField(max_length=100)  # when and by whom it was decided
    starts_on = peewee.DateField()
    ends_on = peewee.DateField()
    created_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    created_at = UTCDateTimeField()

    person_id: int
    organisation_id: int

    class Meta:
        indexes = ((("organisation", "ends_on"), False),)

"""Who holds which seat, from when to when."""

from __future__ import annotations

import datetime
from enum import StrEnum

import peewee

from models.alliances import Alliance
from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.organisations import Area, Organisation
from models.people import Person


class Role(StrEnum):
    SECRETARY = "secretary"
    ASSISTANT = "assistant"
    GRID_WORKER = "grid_worker"
    ALLIANCE_LEAD = "alliance_lead"
    AREA_LEAD = "area_lead"
    TOWNSHIP_OFFICER = "township_officer"
    COUNTY_OFFICER = "county_officer"


class Function(StrEnum):
    """What a seat lets its holder do; a secretary may delegate these one by one (features I12)."""

    TAKE_IN_WISHES = "take_in_wishes"
    VERIFY_WISHES = "verify_wishes"
    FOLLOW_UP_WISHES = "follow_up_wishes"
    SEE_CONTACTS = "see_contacts"
    DECIDE_REQUESTS = "decide_requests"
    MANAGE_PEOPLE = "manage_people"
    RUN_EVENTS = "run_events"
    RUN_PARTY_DAYS = "run_party_days"
    SEND_NOTICES = "send_notices"
    RELEASE_PHOTOS = "release_photos"
    ANSWER_COMPLAINTS = "answer_complaints"
    WRITE_ARTICLES = "write_articles"
    REVIEW_ARTICLES = "review_articles"


class Appointment(BaseModel):
    """A dated seat: `starts_on` is its first local day, `ends_on` its last; access ends with it.

    `delegated_by` names the secretary's seat that an assistant's functions come from.
    """

    person = peewee.ForeignKeyField(Person, backref="appointments", on_delete="RESTRICT")
    role = StateField(Role)
    organisation = peewee.ForeignKeyField(Organisation, null=True, backref="appointments", on_delete="RESTRICT")
    alliance = peewee.ForeignKeyField(Alliance, null=True, backref="appointments", on_delete="RESTRICT")
    area = peewee.ForeignKeyField(Area, null=True, backref="appointments", on_delete="RESTRICT")
    delegated_by = peewee.ForeignKeyField("self", null=True, backref="delegations", on_delete="RESTRICT")
    starts_on = peewee.DateField()
    ends_on = peewee.DateField(null=True)
    created_at = UTCDateTimeField()

    person_id: int
    organisation_id: int | None
    alliance_id: int | None
    area_id: int | None
    delegated_by_id: int | None

    @classmethod
    def holds_on(cls, day: datetime.date) -> peewee.Expression:
        """The condition that a seat is held on that local day."""
        return (cls.starts_on <= day) & (cls.ends_on.is_null() | (cls.ends_on >= day))


class DelegatedFunction(BaseModel):
    """One function that an assistant's appointment carries."""

    appointment = peewee.ForeignKeyField(Appointment, backref="functions", on_delete="CASCADE")
    function = StateField(Function)

    appointment_id: int

    class Meta:
        indexes = ((("appointment", "function"), True),)

"""The queries of the hottest paths, compiled (see models/compiled.py). All of them stand here, by path."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import peewee
from peewee import Case

from models.appointments import Appointment
from models.attendance import NOT_EXPECTED, Attendance, AttendanceStatus
from models.audit import AuditEntry
from models.compiled import Compiled, slot
from models.idempotency import IdempotencyKey
from models.notices import Delivery, DeliveryStatus, Notice, NoticeKind, NoticeStatus
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDaySheet
from models.people import Person
from models.policies import Policy
from models.sessions import Session
from models.wishes import Claim, ClaimStatus, ProgressNote, Wish, WishStatus

# --- every request -------------------------------------------------------------------------------

person_of_token = Compiled(
    lambda: (
        Person.select(Person, Session.identity.alias("identity_id"))
        .join(Session)
        .where(
            Session.token_hash == slot("token_hash", Session.token_hash),
            Session.revoked_at.is_null(),
            Session.expires_at > slot("now", Session.expires_at),
        )
    )
)

organisation = Compiled(
    lambda: Organisation.select().where(
        Organisation.id == slot("organisation", Organisation.id), Organisation.closed_at.is_null()
    )
)


def _seats() -> peewee.Query:
    """The seats a person holds on a day. An assistant's ends with the secretary's who delegated it."""
    delegator = Appointment.alias()
    today = slot("today", Appointment.starts_on)
    still_sits = (delegator.starts_on <= today) & (delegator.ends_on.is_null() | (delegator.ends_on >= today))
    return (
        Appointment.select(Appointment, Organisation.path.alias("path"), delegator.person.alias("delegator_id"))
        .join(Organisation, peewee.JOIN.LEFT_OUTER)
        .switch(Appointment)
        .join(delegator, peewee.JOIN.LEFT_OUTER, on=(Appointment.delegated_by == delegator.id))
        .where(
            Appointment.person == slot("person", Appointment.person),
            Appointment.holds_on(today),  # type: ignore[arg-type]  # a slot for the day
            delegator.id.is_null() | still_sits,
        )
        .order_by(Appointment.id)
    )


seats = Compiled(_seats)

# --- every command -------------------------------------------------------------------------------

add_idempotency_key = Compiled(
    lambda: IdempotencyKey.insert(
        {
            IdempotencyKey.person: slot("person", IdempotencyKey.person),
            IdempotencyKey.key: slot("key", IdempotencyKey.key),
            IdempotencyKey.request_hash: slot("request_hash", IdempotencyKey.request_hash),
            IdempotencyKey.status: slot("status", IdempotencyKey.status),
            IdempotencyKey.resource_id: slot("resource_id", IdempotencyKey.resource_id),
            IdempotencyKey.created_at: slot("now", IdempotencyKey.created_at),
        }
    ).on_conflict_ignore()
)

idempotency_key = Compiled(
    lambda: IdempotencyKey.select().where(
        IdempotencyKey.person == slot("person", IdempotencyKey.person),
        IdempotencyKey.key == slot("key", IdempotencyKey.key),
    )
)

add_audit_entry = Compiled(
    lambda: AuditEntry.insert(
        {
            column: slot(column.name, column)
            for column in AuditEntry._meta.sorted_fields
            if column is not AuditEntry._meta.primary_key
        }
    )
)

# All decisions on one policy: there are few, and which of them is nearest is told in Python.
decided_values = Compiled(
    lambda: (
        Policy.select(Policy.organisation, Policy.value)
        .where(Policy.name == slot("name", Policy.name), Policy.from_at <= slot("now", Policy.from_at))
        .order_by(Policy.from_at, Policy.id)
    )
)

add_notice = Compiled(
    lambda: Notice.insert(
        {
            Notice.kind: NoticeKind.SINGLE,
            Notice.status: NoticeStatus.SENT,
            Notice.is_urgent: False,
            **{
                column: slot(column.name, column)
                for column in (Notice.purpose, Notice.title, Notice.body, Notice.page, Notice.fields, Notice.created_at)
            },
        }
    )
)

add_delivery = Compiled(
    lambda: Delivery.insert(
        {
            Delivery.notice: slot("notice", Delivery.notice),
            Delivery.person: slot("person", Delivery.person),
            Delivery.status: DeliveryStatus.PENDING,
            Delivery.reason: "",
            Delivery.attempts: 0,
            Delivery.due_at: slot("now", Delivery.due_at),
        }
    )
)

# --- showing wishes ------------------------------------------------------------------------------

# What of its organisation a wish in a list needs.
ORGANISATION = (Organisation.id, Organisation.name, Organisation.path)

wish = Compiled(lambda: Wish.select(Wish, Organisation).join(Organisation).where(Wish.id == slot("wish", Wish.id)))


def _newest_wishes(*conditions: Callable[[Any], peewee.Expression]) -> peewee.ModelSelect[Wish]:
    """A page of wishes in one state, newest first.

    The ids come first, from the index alone: left to itself PostgreSQL walks back through all wishes,
    reads each and throws most away.
    """
    newest: Any = Wish.alias()
    page = (
        newest.select(newest.id)
        .where(
            *(condition(newest) for condition in conditions),
            newest.status == slot("status", Wish.status),
            newest.id < slot("before", Wish.id),
        )
        .order_by(newest.id.desc())
        .limit(slot("limit", Wish.id))
    )
    return Wish.select(Wish).join(page, on=(Wish.id == page.c.id)).order_by(Wish.id.desc())


newest_wishes = Compiled(
    lambda: _newest_wishes().select_extend(*ORGANISATION).join(Organisation, on=(Wish.organisation == Organisation.id))
)
newest_wishes_of = Compiled(
    lambda: _newest_wishes(lambda wish: wish.organisation == slot("organisation", Wish.organisation))
)

held_claims_between = Compiled(
    lambda: Claim.select().where(
        Claim.person == slot("person", Claim.person),
        Claim.is_held == 1,
        Claim.wish >= slot("first", Claim.wish),
        Claim.wish <= slot("last", Claim.wish),
    )
)

notes_of_wish = Compiled(
    lambda: (
        ProgressNote.select(ProgressNote, Claim.person.alias("person_id"))
        .join(Claim)
        .where(Claim.wish == slot("wish", Claim.wish))
        .order_by(ProgressNote.id)
    )
)

# --- claiming a wish -----------------------------------------------------------------------------


# Of many rivals for a wish all but one need only this of it.
status_and_my_claims = Compiled(
    lambda: (
        Wish.select(Wish.status, Claim.id.alias("my_claim_id"))
        .join(
            Claim,
            peewee.JOIN.LEFT_OUTER,
            on=((Claim.wish == Wish.id) & (Claim.person == slot("person", Claim.person))),
        )
        .where(Wish.id == slot("wish", Wish.id))
    )
)

wish_with_my_claim = Compiled(
    lambda: (
        Wish.select(Wish, *ORGANISATION, Claim.id.alias("my_claim_id"))
        .join(Organisation)
        .switch(Wish)
        .join(
            Claim,
            peewee.JOIN.LEFT_OUTER,
            on=((Claim.wish == Wish.id) & (Claim.person == slot("person", Claim.person)) & (Claim.is_held == 1)),
        )
        .where(Wish.id == slot("wish", Wish.id))
    )
)


def _take_share() -> peewee.Query:
    """One share fewer on the wall; with the last one the wish is in progress. The row count decides."""
    is_last = Wish.shares_taken + 1 >= Wish.shares_total
    return Wish.update(
        # MySQL evaluates SET from left to right, in the order the model declares: the status, which needs
        # the old count, stands before the count there.
        {
            Wish.status: Case(None, [(is_last, WishStatus.IN_PROGRESS.value)], WishStatus.OPEN.value),
            Wish.shares_taken: Wish.shares_taken + 1,
        }
    ).where(Wish.id == slot("wish", Wish.id), Wish.status == WishStatus.OPEN, Wish.shares_taken < Wish.shares_total)


take_share = Compiled(_take_share)

count_claim = Compiled(
    lambda: Person.update({Person.open_claims: Person.open_claims + 1}).where(
        Person.id == slot("person", Person.id), Person.open_claims < slot("limit", Person.open_claims)
    )
)

add_claim = Compiled(
    lambda: Claim.insert(
        {
            Claim.wish: slot("wish", Claim.wish),
            Claim.person: slot("person", Claim.person),
            Claim.status: ClaimStatus.ACTIVE,
            Claim.is_held: 1,
            Claim.claimed_at: slot("now", Claim.claimed_at),
            Claim.last_progress_at: slot("now", Claim.last_progress_at),
        }
    )
)

# --- checking in to a Party day ------------------------------------------------------------------

# All that checking in needs to know. The columns of other tables come back as the database has them.
door_of_party_day = Compiled(
    lambda: (
        Attendance.select(
            Attendance.id,
            Attendance.status,
            Attendance.checked_in_at,
            PartyDay.status.alias("day_status"),
            PartyDay.check_in.alias("day_check_in"),
            PartyDay.opens_at.alias("day_opens_at"),
            PartyDay.ends_at.alias("day_ends_at"),
            PartyDaySheet.organisation.alias("sheet_organisation_id"),
        )
        .join(PartyDay)
        .switch(Attendance)
        .join(PartyDaySheet)
        .where(
            Attendance.party_day == slot("party_day", Attendance.party_day),
            Attendance.person == slot("person", Attendance.person),
        )
    )
)


def _arrive() -> peewee.Query:
    """The member's own check-in; whoever is not counted in 应到 sits in. The row count decides."""
    now = slot("now", Attendance.checked_in_at)
    is_uncounted = Attendance.status.in_(NOT_EXPECTED)
    return Attendance.update(
        {
            Attendance.status: Case(
                None, [(is_uncounted, AttendanceStatus.OBSERVER.value)], AttendanceStatus.PRESENT.value
            ),
            Attendance.checked_in_at: now,
            Attendance.marked_at: now,
            Attendance.marked_by: None,
        }
    ).where(
        Attendance.id == slot("attendance", Attendance.id),
        Attendance.struck_at.is_null(),
        Attendance.checked_in_at.is_null() | (Attendance.status == AttendanceStatus.ONLINE),
    )


arrive = Compiled(_arrive)

my_attendance = Compiled(
    lambda: Attendance.select().where(
        Attendance.party_day == slot("party_day", Attendance.party_day),
        Attendance.person == slot("person", Attendance.person),
    )
)

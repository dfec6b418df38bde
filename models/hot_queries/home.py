"""What is for me today. Only what the answer shows is read."""

from __future__ import annotations

import peewee

from models.attendance import MISSED, Attendance, MakeUp
from models.compiled import Compiled, slot
from models.events import Event
from models.hot_queries.wishes import ORGANISATION, newest_wishes_where
from models.notices import Delivery
from models.organisations import Organisation
from models.party_days import PartyDay, PartyDayStatus
from models.sign_ups import SignUp
from models.wishes import Claim, ClaimStatus, Wish, WishStatus

claims_in_hand = Compiled(
    lambda: (
        Claim.select(Claim.id, Claim.claimed_at, Claim.last_progress_at, Wish.id, Wish.title, *ORGANISATION)
        .join(Wish)
        .join(Organisation)
        .where(Claim.person == slot("person", Claim.person), Claim.status == ClaimStatus.ACTIVE)
        .order_by(Claim.last_progress_at)
        .limit(slot("limit", Claim.id))
    )
)

wishes_to_confirm = Compiled(
    lambda: (
        Wish.select(Wish, *ORGANISATION)
        .join(Organisation)
        .where(
            (Wish.made_by == slot("person", Wish.made_by)) | (Wish.wisher == slot("person", Wish.wisher)),
            Wish.status == WishStatus.AWAITING_CONFIRMATION,
        )
        .order_by(Wish.id)
        .limit(slot("limit", Wish.id))
    )
)

newest_wishes_at = Compiled(
    lambda: (
        newest_wishes_where(lambda wish: wish.organisation == slot("organisation", Wish.organisation))
        .select_extend(*ORGANISATION)
        .join(Organisation, on=(Wish.organisation == Organisation.id))
    )
)

next_sign_up = Compiled(
    lambda: (
        SignUp.select(
            *(SignUp.id, SignUp.event, SignUp.status, SignUp.kept_change),
            *(SignUp.attendance, SignUp.checked_in_at, SignUp.checked_out_at),
            *(Event.id, Event.title, Event.place, Event.starts_at, Event.ends_at, Event.change_number),
            *(Event.status, Event.attendance_mode, Event.organisation),
        )
        .join(Event)
        .where(
            SignUp.person == slot("person", SignUp.person),
            SignUp.is_held == 1,
            Event.ends_at > slot("now", Event.ends_at),
        )
        .order_by(Event.starts_at, Event.id)
        .limit(1)
    )
)

next_line = Compiled(
    lambda: (
        Attendance.select(
            *(Attendance.id, Attendance.status, Attendance.checked_in_at, Attendance.struck_at),
            *(PartyDay.id, PartyDay.title, PartyDay.place, PartyDay.opens_at, PartyDay.starts_at, PartyDay.ends_at),
            *(PartyDay.check_in, PartyDay.status),
        )
        .join(PartyDay)
        .where(
            Attendance.person == slot("person", Attendance.person),
            PartyDay.status == PartyDayStatus.PLANNED,
            PartyDay.ends_at > slot("now", PartyDay.ends_at),
        )
        .order_by(PartyDay.starts_at, PartyDay.id)
        .limit(1)
    )
)

next_make_up = Compiled(
    lambda: (
        MakeUp.select(MakeUp.id, MakeUp.due_at, Attendance.id, PartyDay.id, PartyDay.title)
        .join(Attendance)
        .join(PartyDay)
        .where(
            Attendance.person == slot("person", Attendance.person),
            Attendance.status.in_(MISSED),
            MakeUp.handed_in_at.is_null(),
            MakeUp.due_at > slot("now", MakeUp.due_at),
        )
        .order_by(MakeUp.due_at)
        .limit(1)
    )
)

unread = Compiled(
    lambda: Delivery.select(peewee.fn.COUNT(Delivery.id).alias("unread")).where(
        Delivery.person == slot("person", Delivery.person), Delivery.read_at.is_null()
    )
)

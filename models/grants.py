"""How many WeChat messages each account has agreed to: a count, and the ledger that explains it."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import AppendOnly, BaseModel
from models.fields import StateField, UTCDateTimeField
from models.notices import Delivery
from models.people import Identity


class SubscriptionGrant(BaseModel):
    """One account's remaining messages of one template. WeChat has no way to ask for the number.

    It hangs on the account, not the person: WeChat counts so, and binding moves accounts to people.
    """

    identity = peewee.ForeignKeyField(Identity, backref="grants", on_delete="CASCADE")
    template_id = peewee.CharField(max_length=64)
    left = peewee.IntegerField(default=0, column_name="remaining")  # LEFT is a reserved word

    identity_id: int

    class Meta:
        indexes = ((("identity", "template_id"), True),)
        constraints = [peewee.Check("remaining >= 0")]  # noqa: RUF012 (peewee's way to declare them)


class GrantChange(StrEnum):
    ACCEPTED = "accepted"  # a tap on "allow": one more
    REJECTED = "rejected"  # a tap on "refuse": what was agreed before stays
    BANNED = "banned"  # WeChat has taken the template away
    WITHDRAWN = "withdrawn"  # taken back in WeChat's settings: what was agreed before is gone
    TAKEN = "taken"  # for a message that is being sent
    RETURNED = "returned"  # that message certainly did not arrive
    ZEROED = "zeroed"  # WeChat says that there are none left (43101)


class GrantSource(StrEnum):
    PHONE = "phone"  # what the mini-program reports after the tap
    EVENT = "event"  # what WeChat pushes after the same tap
    OUTBOX = "outbox"


class GrantEntry(AppendOnly, BaseModel):
    """One line of the ledger. `left` of the grant is always the sum of `change`; a line that tells of a tap
    which is counted already changes nothing (see services.grants).
    """

    grant = peewee.ForeignKeyField(SubscriptionGrant, backref="entries", on_delete="CASCADE")
    kind = StateField(GrantChange)
    change = peewee.IntegerField()
    source = StateField(GrantSource)
    delivery = peewee.ForeignKeyField(Delivery, null=True, backref="grant_entries", on_delete="SET NULL")
    at = UTCDateTimeField()

    grant_id: int
    delivery_id: int | None

    class Meta:
        indexes = ((("grant", "kind", "at"), False),)

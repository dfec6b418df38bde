"""Micro-wishes and who has them in hand."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import EncryptedField, StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person
from models.photos import Photo


class WishKind(StrEnum):
    GOODS = "goods"
    SERVICE = "service"
    COMPANY = "company"
    SKILL = "skill"


class WishStatus(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"
    HELD = "held"
    REJECTED = "rejected"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    AWAITING_CONFIRMATION = "awaiting_confirmation"
    FULFILLED = "fulfilled"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


PUBLIC_STATUSES = (
    WishStatus.OPEN,
    WishStatus.IN_PROGRESS,
    WishStatus.AWAITING_CONFIRMATION,
    WishStatus.FULFILLED,
)


class Wish(BaseModel):
    """A small, concrete need. `title` and `detail` are what the public reads once it is verified.

    `made_by` typed it in; `wisher` is who it is for, where that person is known to us. The wisher's
    name and phone are for the claimer only (services.wish_contacts) and are erased after closing.
    """

    organisation = peewee.ForeignKeyField(Organisation, backref="wishes", on_delete="RESTRICT")
    made_by = peewee.ForeignKeyField(Person, backref="wishes_made", on_delete="RESTRICT")
    wisher = peewee.ForeignKeyField(Person, null=True, backref="wishes", on_delete="RESTRICT")
    kind = StateField(WishKind)
    status = StateField(WishStatus)
    title = peewee.CharField(max_length=40)
    detail = peewee.CharField(max_length=500, default="")
    estimated_value = peewee.IntegerField(null=True)  # yuan; goods only, under the township's cap
    wisher_name = EncryptedField(null=True)
    contact_phone = EncryptedField(null=True)
    is_for_child = peewee.BooleanField(default=False)
    may_show_name = peewee.BooleanField(default=False)
    public_name = peewee.CharField(max_length=40, default="")
    shares_total = peewee.IntegerField(default=1)
    shares_taken = peewee.IntegerField(default=0)
    reason = peewee.CharField(max_length=200, default="")  # why it was sent back or withdrawn, or what is missing
    created_at = UTCDateTimeField()
    opened_at = UTCDateTimeField(null=True)
    delivered_at = UTCDateTimeField(null=True)
    follow_up_asked_at = UTCDateTimeField(null=True)
    area_told_at = UTCDateTimeField(null=True)  # nobody claimed it: the area's lead knows
    fallback_at = UTCDateTimeField(null=True)  # nor did the area find anybody: it is on the township's list
    closed_at = UTCDateTimeField(null=True, index=True)
    contact_erased_at = UTCDateTimeField(null=True)
    version = peewee.IntegerField(default=0)  # of what the wisher wrote

    organisation_id: int
    made_by_id: int
    wisher_id: int | None

    class Meta:
        indexes = (
            (("status", "id"), False),
            (("organisation", "status", "id"), False),
            (("made_by", "id"), False),
            (("created_at", "id"), False),
        )
        constraints = [  # noqa: RUF012 (peewee's way to declare them)
            peewee.Check("shares_taken >= 0 AND shares_taken <= shares_total"),
        ]

    @property
    def is_public(self) -> bool:
        return self.status in PUBLIC_STATUSES


class ClaimStatus(StrEnum):
    ACTIVE = "active"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    GIVEN_UP = "given_up"
    RELEASED = "released"


class Claim(BaseModel):
    """One person's share of one wish.

    `is_held` is 1 while the share is theirs (active, delivered, confirmed) and NULL once given up or
    released, so that the unique key allows one held claim per wish and person beside any number of past ones.
    """

    wish = peewee.ForeignKeyField(Wish, backref="claims", on_delete="CASCADE")
    person = peewee.ForeignKeyField(Person, backref="claims", on_delete="RESTRICT")
    status = StateField(ClaimStatus, default=ClaimStatus.ACTIVE)
    is_held = peewee.SmallIntegerField(null=True, default=1)
    claimed_at = UTCDateTimeField()
    last_progress_at = UTCDateTimeField()
    reminded_at = UTCDateTimeField(null=True)
    contact_seen_at = UTCDateTimeField(null=True)
    ended_at = UTCDateTimeField(null=True)

    wish_id: int
    person_id: int

    class Meta:
        indexes = (
            (("wish", "person", "is_held"), True),
            (("person", "status"), False),
            (("status", "last_progress_at"), False),
        )


class ProgressNote(BaseModel):
    """What a claimer reports along the way. Held text is seen only by its writer and the secretary.

    A photo may come along, or be all there is; it has its own state (models.photos).
    """

    claim = peewee.ForeignKeyField(Claim, backref="notes", on_delete="CASCADE")
    text = peewee.CharField(max_length=300)
    is_held = peewee.BooleanField(default=False)
    written_at = UTCDateTimeField()
    photo = peewee.ForeignKeyField(Photo, null=True, unique=True, backref="notes", on_delete="SET NULL")

    claim_id: int
    photo_id: int | None

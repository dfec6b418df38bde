"""What WeChat pushed to us, each thing once, and whether the worker has dealt with it."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.encryption import HASH_LENGTH
from models.fields import EncryptedField, StateField, UTCDateTimeField


class PushAccount(StrEnum):
    MINI_PROGRAM = "mini_program"
    OFFICIAL_ACCOUNT = "official_account"


class PushStatus(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    IGNORED = "ignored"  # nothing of ours follows from this kind
    FAILED = "failed"  # tried too often; somebody must look at it


class Push(BaseModel):
    """One message or event. `key` tells WeChat's retries from other events (wechat.push.messages).

    `message` is what WeChat wrote, decrypted; `reply` what we answered, the same to every retry. Both
    may be personal, so they are encrypted, and erased with the person's other data; the sender is known
    by a keyed hash only. `sent_at` is WeChat's instant, by which events are put in order; `due_at` moves
    ahead while a worker has the push in hand.
    """

    account = StateField(PushAccount)
    key = peewee.CharField(max_length=64)
    kind = peewee.CharField(max_length=40)
    sender_hash = peewee.CharField(max_length=HASH_LENGTH)
    message = EncryptedField(default="")
    reply = EncryptedField(default="")
    sent_at = UTCDateTimeField()
    received_at = UTCDateTimeField(index=True)
    status = StateField(PushStatus, default=PushStatus.WAITING)
    attempts = peewee.SmallIntegerField(default=0)
    due_at = UTCDateTimeField()
    handled_at = UTCDateTimeField(null=True)
    problem = peewee.CharField(max_length=60, default="")

    class Meta:
        indexes = (
            (("account", "key"), True),
            (("status", "due_at"), False),
            (("sender_hash", "kind", "sent_at"), False),
        )

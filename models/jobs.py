"""What the workers agree on through the database."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField


class Lease(BaseModel):
    """Who leads, until when. `fence` rises with each new leader.

    `fence` is declared before `holder`: MySQL evaluates SET from left to right in this order, and
    the fence must see the old holder.
    """

    name = peewee.CharField(max_length=40, primary_key=True)
    fence = peewee.IntegerField(default=0)
    holder = peewee.CharField(max_length=40)
    expires_at = UTCDateTimeField()


class JobRun(BaseModel):
    """One firing of one job; its primary key makes a second firing for the same slot a conflict."""

    job = peewee.CharField(max_length=40)
    slot = UTCDateTimeField()
    started_at = UTCDateTimeField()
    finished_at = UTCDateTimeField(null=True)
    holder = peewee.CharField(max_length=40)

    class Meta:
        primary_key = peewee.CompositeKey("job", "slot")


class WorkerHeartbeat(BaseModel):
    """When each worker was last alive."""

    worker = peewee.CharField(max_length=40, primary_key=True)
    beat_at = UTCDateTimeField()

"""Long tasks that a worker does for somebody at a desk: imports, exports, pushes (features C6)."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import EncryptedField, StateField, UTCDateTimeField
from models.people import Person


class TaskStatus(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Task(BaseModel):
    """What is to be done, for whom, how far it is.

    `worker` holds it until `held_until` and renews that while it makes progress; afterwards another may
    take it up, from `state`, which is the kind's own note of how far it came.
    """

    kind = peewee.CharField(max_length=40)
    title = peewee.CharField(max_length=80)
    person = peewee.ForeignKeyField(Person, backref="tasks", on_delete="CASCADE")
    status = StateField(TaskStatus, default=TaskStatus.WAITING)
    parameters = peewee.TextField(default="{}")  # JSON, ids only
    state = peewee.TextField(default="{}")  # JSON, without personal data
    done = peewee.IntegerField(default=0)
    total = peewee.IntegerField(default=0)
    message = peewee.CharField(max_length=200, default="")  # how it went, for people
    attempts = peewee.SmallIntegerField(default=0)
    worker = peewee.CharField(max_length=40, default="")
    held_until = UTCDateTimeField(null=True)
    created_at = UTCDateTimeField()
    finished_at = UTCDateTimeField(null=True)
    forget_at = UTCDateTimeField(index=True)  # with its files

    person_id: int

    class Meta:
        indexes = ((("status", "id"), False), (("person", "id"), False))

    @property
    def is_over(self) -> bool:
        return self.status in (TaskStatus.DONE, TaskStatus.FAILED)

    @property
    def percent(self) -> int:
        """How far it is, in full percent; a task of unknown size stands at 0 until it is over."""
        if self.status is TaskStatus.DONE:
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0


class FileRole(StrEnum):
    INPUT = "input"
    REPORT = "report"
    RESULT = "result"


class TaskFile(BaseModel):
    """What was handed in with a task and what came out of it. Rosters are in them: encrypted, and soon forgotten."""

    task = peewee.ForeignKeyField(Task, backref="files", on_delete="CASCADE")
    role = StateField(FileRole)
    name = peewee.CharField(max_length=120)
    content_type = peewee.CharField(max_length=100)

    task_id: int

    class Meta:
        indexes = ((("task", "role"), True),)


class FilePiece(BaseModel):
    """A piece of a file, in base64: an engine's longest text (64 KB in MySQL) holds it encrypted."""

    file = peewee.ForeignKeyField(TaskFile, backref="pieces", on_delete="CASCADE")
    place = peewee.IntegerField()
    content = EncryptedField()

    file_id: int

    class Meta:
        indexes = ((("file", "place"), True),)

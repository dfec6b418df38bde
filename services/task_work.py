"""What a kind of task works with: its parameters and file, its progress, what it leaves behind."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import Any

from models.people import Person
from models.tasks import FileRole, Task, TaskStatus
from models.unit_of_work import unit_of_work
from services import leases, task_files
from services.permissions import Actor
from services.photo_stores import PhotoStore
from services.task_files import File

HOLD = datetime.timedelta(minutes=2)


class Interrupted(Exception):
    """Stop here: the worker is going down, or another one has the task by now. It goes on from its state."""


class Work:
    """One task in a worker's hands.

    A kind calls `progress` at least every minute; it may be interrupted there and begin again, in another
    process, with the state it gave last. What it does must therefore bear being done twice.
    """

    def __init__(
        self,
        task: Task,
        *,
        clock: Callable[[], datetime.datetime],
        is_stopping: Callable[[], bool],
        photo_store: PhotoStore | None = None,
    ) -> None:
        self.task = task
        self._photo_store = photo_store
        self.parameters: dict[str, Any] = json.loads(task.parameters)
        self.state: dict[str, Any] = json.loads(task.state)
        self._clock, self._is_stopping = clock, is_stopping

    @property
    def now(self) -> datetime.datetime:
        return self._clock()

    @property
    def by(self) -> Actor:
        """Whose task it is, with the seats they hold today."""
        return Actor(Person.get_by_id(self.task.person_id), now=self.now, origin=f"task-{self.task.id}")

    @property
    def photo_store(self) -> PhotoStore:
        """Where photos lie; every worker knows it."""
        assert self._photo_store is not None, "only a test runs tasks without a photo store"
        return self._photo_store

    def handed_in(self) -> File:
        """The file the task was started with."""
        file = task_files.get(self.task, FileRole.INPUT)
        assert file is not None, "this kind is started with a file"
        return file

    def progress(self, done: int, total: int, state: dict[str, Any] | None = None) -> None:
        """So many of so many are done. Raises Interrupted when it is not for us to go on."""
        changes: dict[str, int | str] = {"done": done, "total": total}
        if state is not None:
            self.state = state
            changes["state"] = json.dumps(state)
        if not self._still_holds(**changes) or self._is_stopping():
            raise Interrupted

    @unit_of_work
    def report(self, about: Any) -> None:
        """What the page about this task shows; kept encrypted."""
        content = json.dumps(about, ensure_ascii=False, default=str).encode()
        task_files.put(self.task, FileRole.REPORT, File("report.json", task_files.JSON, content))

    @unit_of_work
    def result(self, file: File) -> None:
        """The file to fetch."""
        task_files.put(self.task, FileRole.RESULT, file)

    @unit_of_work
    def finish(self, message: str) -> str:
        """End the task in the unit of work that did it, so that no interruption falls between; answers the message.

        Also when a slow worker was thought dead: what it did counts. Raises Interrupted when the other was faster.
        """
        ended = Task.update(status=TaskStatus.DONE, message=message, finished_at=self.now).where(
            Task.id == self.task.id, Task.status != TaskStatus.DONE
        )
        if ended.execute() != 1:
            raise Interrupted
        return message

    @unit_of_work
    def _still_holds(self, **changes: Any) -> bool:
        held = Task.update(held_until=leases.database_now() + HOLD, **changes).where(
            Task.id == self.task.id, Task.worker == self.task.worker, Task.status == TaskStatus.RUNNING
        )
        return bool(held.execute() == 1)

"""Long tasks from the worker's side: take one, do it, put it back when interrupted.

The hold is timed by the database's clock, as leases are: a desk's clock may have been moved ahead.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable

from models.tasks import Task, TaskStatus
from models.unit_of_work import unit_of_work
from services import leases
from services.errors import Refusal
from services.photo_stores import PhotoStore
from services.task_kinds import KINDS
from services.task_work import HOLD, Interrupted, Work

MOST_ATTEMPTS = 3
GAVE_UP = "中断了几次，没有做完。请再提交一次；还是不行，请告诉管理员"


def run_next(
    *,
    worker: str,
    clock: Callable[[], datetime.datetime],
    is_stopping: Callable[[], bool] = lambda: False,
    photo_store: PhotoStore | None = None,
) -> Task | None:
    """Do the next waiting task, or one whose worker has died; answers it, None when there is none.

    A refusal ends it with the refusal's own words. Any other failure puts it back, until it has been
    tried often enough, and is raised for the log.
    """
    task = take_next(worker=worker, now=clock())
    if task is None:
        return None
    work = Work(task, clock=clock, is_stopping=is_stopping, photo_store=photo_store)
    try:
        message = KINDS[task.kind](work)
    except Refusal as refusal:
        _end(task, TaskStatus.FAILED, refusal.message, now=clock())
    except Interrupted:
        _put_back(task, attempts=task.attempts - 1)  # nobody's fault
    except Exception:
        _put_back(task, attempts=task.attempts)
        raise
    else:
        _end(task, TaskStatus.DONE, message, now=clock())
    return task


@unit_of_work
def take_next(*, worker: str, now: datetime.datetime) -> Task | None:
    """Put a task into this worker's hands; of several workers one gets it."""
    present = leases.database_now()
    left = (Task.status == TaskStatus.RUNNING) & (Task.held_until < present)
    for task in Task.select().where((Task.status == TaskStatus.WAITING) | left).order_by(Task.id).limit(10):
        if task.attempts >= MOST_ATTEMPTS:
            _end(task, TaskStatus.FAILED, GAVE_UP, now=now)
            continue
        taken = Task.update(
            status=TaskStatus.RUNNING, worker=worker, held_until=present + HOLD, attempts=Task.attempts + 1
        ).where(
            Task.id == task.id,
            Task.status == task.status,
            Task.worker == task.worker,
            Task.attempts == task.attempts,
        )
        if taken.execute() == 1:
            return Task.get_by_id(task.id)
    return None


@unit_of_work
def _end(task: Task, status: TaskStatus, message: str, *, now: datetime.datetime) -> None:
    Task.update(status=status, message=message, finished_at=now).where(
        Task.id == task.id, Task.worker == task.worker, Task.status.in_((TaskStatus.WAITING, TaskStatus.RUNNING))
    ).execute()


@unit_of_work
def _put_back(task: Task, *, attempts: int) -> None:
    Task.update(status=TaskStatus.WAITING, held_until=None, attempts=attempts).where(
        Task.id == task.id, Task.worker == task.worker, Task.status == TaskStatus.RUNNING
    ).execute()

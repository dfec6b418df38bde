"""Long tasks from the desk's side: asking for one, watching it, fetching what came out (features C6).

A worker does them (services.task_running); what each kind does stands in services.task_kinds.
"""

from __future__ import annotations

import datetime
import json
from typing import Any

from models.tasks import FileRole, Task, TaskFile
from models.unit_of_work import unit_of_work
from services import audit, policies, task_files
from services.errors import NotFound
from services.permissions import Actor
from services.task_files import File


@unit_of_work
def start_task(
    kind: str,
    title: str,
    parameters: dict[str, Any] | None = None,
    *,
    handed_in: File | None = None,
    by: Actor,
    now: datetime.datetime,
) -> Task:
    """Put a task in the queue. `parameters` are ids and choices; what holds personal data is handed in as a file.

    The kind checks the person's permissions again when it runs: they may have changed by then.
    """
    keep = datetime.timedelta(days=policies.value("task.keep_days", by.person.home, now=now))
    task = Task.create(
        kind=kind,
        title=title,
        person=by.person,
        parameters=json.dumps(parameters or {}, default=str),
        created_at=now,
        forget_at=now + keep,
    )
    if handed_in is not None:
        task_files.put(task, FileRole.INPUT, handed_in)
    audit.record("start_task", "task", task.id, by=by, now=now, after={"kind": kind})
    return task


def list_tasks(*, of: Actor, most: int = 50) -> list[Task]:
    """My tasks, newest first; those older than the policy are forgotten."""
    return list(Task.select().where(Task.person == of.person.id).order_by(Task.id.desc()).limit(most))


def get_task(task_id: int, *, to: Actor) -> Task:
    """One of my own tasks. Raises NotFound: nobody sees another's."""
    task: Task | None = Task.get_or_none(Task.id == task_id, Task.person == to.person.id)
    if task is None:
        raise NotFound()
    return task


@unit_of_work
def fetch_result(task_id: int, *, by: Actor, now: datetime.datetime) -> File:
    """The file a task made, as often as wanted while it is kept; each fetch is logged."""
    task = get_task(task_id, to=by)
    found = task_files.get(task, FileRole.RESULT)
    if found is None:
        raise NotFound("no_result", "这个文件已经按规定删除，需要的话请重新生成")
    audit.record("fetch_result", "task", task.id, by=by, now=now)
    return found


def has_result(task: Task) -> bool:
    return bool(TaskFile.select().where(TaskFile.task == task.id, TaskFile.role == FileRole.RESULT).exists())


def report_of(task: Task) -> Any:
    """What a kind noted for the page about it, as JSON; None when it noted nothing."""
    found = task_files.get(task, FileRole.REPORT)
    return json.loads(found.content) if found else None


def parameters_of(task: Task) -> dict[str, Any]:
    parameters: dict[str, Any] = json.loads(task.parameters)
    return parameters


@unit_of_work
def forget_old_tasks(*, now: datetime.datetime) -> int:
    """Delete tasks with their files when their time is over; answers how many."""
    old = Task.select(Task.id).where(Task.forget_at < now).limit(100)
    ids = [task.id for task in old]
    for task_id in ids:
        task_files.forget(task_id)
    deleted: int = Task.delete().where(Task.id.in_(ids)).execute()
    return deleted

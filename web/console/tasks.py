"""Long tasks: how far they are, what came of them, to be left and come back to (features C6)."""

from __future__ import annotations

from flask import Response, url_for

from models.tasks import Task
from services import tasks
from web.console.blueprint import console, current_actor
from web.console.files import attachment
from web.console.page import Page, page
from web.lifecycle import utc_now

NO_MORE_NEWS = 286  # htmx then stops asking

# Kinds whose outcome has a page of its own.
PAGES_OF_KIND: dict[str, str] = {}


def page_of(task: Task) -> str:
    """Where a task is looked at."""
    return url_for(PAGES_OF_KIND.get(task.kind, "console.show_task"), task_id=task.id)


@console.get("/tasks")
def list_tasks() -> Page:
    """My tasks."""
    return page("tasks.html", rows=tasks.list_tasks(of=current_actor()), page_of=page_of)


@console.get("/tasks/<int:task_id>")
def show_task(task_id: int) -> Page:
    """One task."""
    task = tasks.get_task(task_id, to=current_actor())
    return page("task.html", task=task, has_result=tasks.has_result(task))


@console.get("/tasks/<int:task_id>/progress")
def show_progress(task_id: int) -> Page:
    """How far it is: asked every other second while the page is open. Over, it loads the page anew."""
    task = tasks.get_task(task_id, to=current_actor())
    if not task.is_over:
        return page("parts/task_progress.html", task=task)
    return Response("", NO_MORE_NEWS, {"HX-Redirect": page_of(task)})


@console.get("/tasks/<int:task_id>/result")
def fetch_result(task_id: int) -> Page:
    """The file a task made."""
    return attachment(tasks.fetch_result(task_id, by=current_actor(), now=utc_now()))

"""Importing a roster: upload, a preview that writes nothing, then exactly that (features I1)."""

from __future__ import annotations

from typing import Literal

from flask import request
from pydantic import Field

from models.appointments import Function
from models.tasks import TaskStatus
from services import organisations, roster_form, roster_tasks, tasks
from services.errors import Invalid
from services.roster_sheet import MOST_BYTES
from services.task_files import WORKBOOK, File
from web.console.blueprint import console, current_actor, takes_files
from web.console.choices import organisations_for
from web.console.files import attachment
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go_to, page
from web.console.tasks import PAGES_OF_KIND, page_of
from web.fields import Id
from web.lifecycle import utc_now

SHOWN = 500

PAGES_OF_KIND[roster_tasks.PREVIEW] = "console.show_preview"


class UploadForm(Form):
    organisation_id: Id


class ImportForm(Form):
    skip_errors: Literal["yes", ""] = Field("")


@console.get("/people/import")
def show_import() -> Page:
    """Where the file is handed in."""
    current_actor().require_somewhere(Function.MANAGE_PEOPLE)
    return _page(Typed())


@console.get("/people/import/form.xlsx")
def fetch_roster_form() -> Page:
    """The empty form."""
    return attachment(File("党员名册模板.xlsx", WORKBOOK, roster_form.template()))


@console.post("/people/import")
@takes_files(MOST_BYTES)
def preview_roster() -> Page:
    """Have a worker look through it."""
    current_actor().require_somewhere(Function.MANAGE_PEOPLE)

    def act(form: UploadForm) -> Page:
        file = request.files.get("file")
        if file is None or not file.filename:
            raise Invalid(fields={"file": "请选择文件"})
        handed_in = File(file.filename[-100:], WORKBOOK, file.read())
        place = organisations.get_organisation(form.organisation_id)
        task = roster_tasks.start_preview(handed_in, place, by=current_actor(), now=utc_now())
        return go_to(page_of(task))

    return submit(UploadForm, act, again=_page)


@console.get("/people/import/<int:task_id>")
def show_preview(task_id: int) -> Page:
    """What the import would do: numbers, the exact rows in error, changes, who is missing from the file."""
    return _preview_page(task_id, Typed())


@console.post("/people/import/<int:task_id>")
def import_roster(task_id: int) -> Page:
    """Carry out what the preview said."""
    roster_tasks.get_preview(task_id, to=current_actor())

    def act(form: ImportForm) -> Page:
        skip = form.skip_errors == "yes"
        task = roster_tasks.start_import(task_id, skip_errors=skip, by=current_actor(), now=utc_now())
        return go_to(page_of(task))

    return submit(ImportForm, act, again=lambda typed: _preview_page(task_id, typed))


def _preview_page(task_id: int, typed: Typed) -> Page:
    task = roster_tasks.get_preview(task_id, to=current_actor())
    report = tasks.report_of(task) if task.status is TaskStatus.DONE else None
    is_over = roster_tasks.is_over(task)
    return page("roster_preview.html", task=task, report=report, is_over=is_over, typed=typed, shown=SHOWN)


def _page(typed: Typed) -> Page:
    return page("roster_import.html", typed=typed, places=organisations_for(current_actor(), Function.MANAGE_PEOPLE))

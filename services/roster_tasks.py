"""Importing a roster from a desk: a preview to come back to, then exactly that import (features I1, C6)."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
from typing import Any

from models.encryption import key_ring
from models.organisations import Organisation
from models.tasks import FileRole, Task, TaskStatus
from models.unit_of_work import unit_of_work
from services import roster, task_files, tasks
from services.errors import Conflict, NotFound, WrongState
from services.permissions import Actor
from services.roster_plan import ImportPlan
from services.roster_sheet import read_sheet
from services.task_files import WORKBOOK, File
from services.task_work import Work

PREVIEW, IMPORT = "preview_roster", "import_roster"
STEPS = 4


def start_preview(file: File, organisation: Organisation, *, by: Actor, now: datetime.datetime) -> Task:
    """Have a worker look through the file. Raises NotAllowed at once for an organisation one does not keep."""
    roster.require_keeper(organisation, by)
    title = f"预览名册：{organisation.name}"
    return tasks.start_task(PREVIEW, title, {"organisation_id": organisation.id}, handed_in=file, by=by, now=now)


def start_import(preview_id: int, *, skip_errors: bool, by: Actor, now: datetime.datetime) -> Task:
    """Have a worker carry out what the preview said, and nothing else."""
    preview = get_preview(preview_id, to=by)
    file = _sheet_of(preview)
    if file is None:
        raise WrongState("preview_over", "这次预览已经用过或过期，请重新上传名册")
    parameters = {
        **tasks.parameters_of(preview),
        "fingerprint": tasks.report_of(preview)["fingerprint"],
        "skip_errors": skip_errors,
        "preview_id": preview.id,
    }
    title = preview.title.replace("预览", "导入", 1)
    return tasks.start_task(IMPORT, title, parameters, handed_in=file, by=by, now=now)


def is_over(preview: Task) -> bool:
    """Whether nothing can be imported from it any more: its file has been used, or is past its time."""
    return _sheet_of(preview) is None


def _sheet_of(preview: Task) -> File | None:
    return task_files.get(preview, FileRole.INPUT) if preview.status is TaskStatus.DONE else None


def get_preview(task_id: int, *, to: Actor) -> Task:
    task = tasks.get_task(task_id, to=to)
    if task.kind != PREVIEW:
        raise NotFound()
    return task


def preview_roster(work: Work) -> str:
    """Read the file, plan, and note what people need to decide."""
    plan = _plan(work)
    work.report(_report(plan))
    if plan.errors:
        work.result(_errors_as_sheet(plan))
    work.progress(STEPS, STEPS)
    return (
        f"共 {len(plan.rows)} 行：新增 {len(plan.adds)}，更新 {len(plan.changes)}，有错 {len(plan.rows_with_errors)} 行"
    )


def import_roster(work: Work) -> str:
    """Plan anew; when it is still the plan that was looked at, write it in one piece."""
    plan = _plan(work)
    if not plan.has_work:
        return "名册已经是最新的，没有要改的"
    if _fingerprint(plan) != work.parameters["fingerprint"]:
        raise Conflict("roster_changed", "预览之后名册有了变化，请重新上传、预览再导入")
    return _write(plan, work)


@unit_of_work
def _write(plan: ImportPlan, work: Work) -> str:
    """Write, forget the files and end the task in one: an import is done and said to be done, or begins again.

    ID numbers are not kept longer than they are needed.
    """
    done = roster.carry_out(plan, skip_errors=work.parameters["skip_errors"], by=work.by, now=work.now)
    for task_id in (work.task.id, work.parameters["preview_id"]):
        task_files.forget(task_id, FileRole.INPUT)
    left_out = f"，{len(done.rows_with_errors)} 行有错没有导入" if done.errors else ""
    return work.finish(f"已导入：新增 {len(done.adds)} 人，更新 {len(done.changes)} 人{left_out}")


def _plan(work: Work) -> ImportPlan:
    work.progress(0, STEPS)
    rows = read_sheet(work.handed_in().content)
    work.progress(1, STEPS)
    organisation = Organisation.get_by_id(work.parameters["organisation_id"])
    plan = roster.plan_import(rows, organisation, by=work.by, now=work.now)
    work.progress(2, STEPS)
    return plan


def _report(plan: ImportPlan) -> dict[str, Any]:
    """What the page shows: masked, as the plan's own columns are."""
    return {
        "rows": len(plan.rows),
        "adds": len(plan.adds),
        "unchanged": len(plan.unchanged),
        "rows_with_errors": len(plan.rows_with_errors),
        "errors": [dataclasses.asdict(error) for error in plan.errors],
        "changes": [
            {
                "row": change.entry.row,
                "name": change.entry.name,
                "columns": [dataclasses.asdict(column) for column in change.columns],
            }
            for change in plan.changes
        ],
        "missing": [{"name": one.name, "branch": one.branch} for one in plan.missing],
        "fingerprint": _fingerprint(plan),
    }


def _fingerprint(plan: ImportPlan) -> str:
    """Two plans with the same one would do the same. Keyed: it speaks of phones and ID numbers."""
    said = json.dumps([dataclasses.asdict(plan)[part] for part in ("adds", "changes", "errors")], default=str)
    return key_ring.look_up_hash(said)


def _errors_as_sheet(plan: ImportPlan) -> File:
    """The rows in error, for whoever keeps the Excel file: the row, the column, what is wrong."""
    from openpyxl import Workbook  # here: it takes 20 MB, which most processes never need

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "有错的行"
    sheet.append(["行号", "列", "问题"])
    for error in plan.errors:
        sheet.append([error.row, error.column, error.reason])
    written = io.BytesIO()
    book.save(written)
    return File("名册里有错的行.xlsx", WORKBOOK, written.getvalue())

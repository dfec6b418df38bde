"""A roster of five thousand with thirty-seven bad rows, previewed and imported by a worker."""

import io
from unittest.mock import Mock

import pytest
from openpyxl import load_workbook

from models.people import Person
from models.tasks import FileRole, Task, TaskFile, TaskStatus
from services import roster_tasks, roster_writing, tasks
from services.errors import NotAllowed, NotFound, WrongState
from services.task_files import WORKBOOK, File
from services.task_running import run_next
from services.task_work import Work
from tests.services.workbooks import workbook


def lines(count, bad=()):
    """So many people of 东坑村; those rows (by Excel's number) have a phone that is none."""
    return [
        (f"某{number:05d}", "正式党员", "东坑村", "", "12" if number in bad else f"199{number:08d}", "", "1980-01")
        for number in range(2, count + 2)
    ]


@pytest.fixture
def work(now):
    return lambda: run_next(worker="w1", clock=lambda: now)


@pytest.fixture
def preview(cast, now, work):
    def run(*rows):
        file = File("名册.xlsx", WORKBOOK, workbook(*rows))
        task = roster_tasks.start_preview(file, cast.dongkeng, by=cast.li, now=now)
        work()
        return Task.get_by_id(task.id)

    return run


def test_exactly_the_bad_rows_are_shown(preview, cast):
    bad = set(range(100, 4900, 130))
    assert len(bad) == 37
    task = preview(*lines(5000, bad))
    report = tasks.report_of(task)
    assert {error["row"] for error in report["errors"]} == bad
    assert (report["rows"], report["adds"], report["rows_with_errors"]) == (5000, 4963, 37)
    assert Person.select().where(Person.name.startswith("某")).count() == 0


def test_the_bad_rows_can_be_fetched_as_a_sheet(preview, cast, now):
    task = preview(*lines(3, {3}))
    book = load_workbook(io.BytesIO(tasks.fetch_result(task.id, by=cast.li, now=now).content))
    assert [row[0].value for row in book.worksheets[0].rows] == ["行号", 3]


def test_what_was_previewed_is_imported_and_its_file_forgotten(preview, work, cast, now):
    task = preview(*lines(3, {3}))
    started = roster_tasks.start_import(task.id, skip_errors=True, by=cast.li, now=now)
    work()
    done = Task.get_by_id(started.id)
    assert (done.status, done.message) == (TaskStatus.DONE, "已导入：新增 2 人，更新 0 人，1 行有错没有导入")
    assert TaskFile.select().where(TaskFile.role == FileRole.INPUT).count() == 0


def test_with_bad_rows_it_is_not_imported_unless_told_to_leave_them_out(preview, work, cast, now):
    task = preview(*lines(3, {3}))
    started = roster_tasks.start_import(task.id, skip_errors=False, by=cast.li, now=now)
    work()
    assert Task.get_by_id(started.id).status is TaskStatus.FAILED


def test_a_roster_that_has_changed_since_must_be_looked_at_again(preview, work, cast, now):
    task = preview(*lines(3))
    Person.create(name="某00002", home=cast.dongkeng, birth_month="1980-01", is_on_roster=True, created_at=now)
    started = roster_tasks.start_import(task.id, skip_errors=False, by=cast.li, now=now)
    work()
    assert "名册有了变化" in Task.get_by_id(started.id).message


def test_begun_again_after_a_crash_it_adds_nobody_twice(preview, work, cast, now):
    task = preview(*lines(3))
    started = roster_tasks.start_import(task.id, skip_errors=False, by=cast.li, now=now)
    file = tasks.task_files.get(started, FileRole.INPUT)
    work()
    tasks.task_files.put(started, FileRole.INPUT, file)
    Task.update(status=TaskStatus.WAITING).where(Task.id == started.id).execute()
    work()
    assert Task.get_by_id(started.id).status is TaskStatus.DONE
    assert Person.select().where(Person.name.startswith("某")).count() == 3


def test_a_worker_told_to_stop_while_it_writes_has_imported_and_says_so(preview, cast, now):
    task = preview(*lines(3))
    started = roster_tasks.start_import(task.id, skip_errors=False, by=cast.li, now=now)

    def are_written():
        return Person.select().where(Person.name.startswith("某")).exists()

    run_next(worker="w1", clock=lambda: now, is_stopping=are_written)
    done = Task.get_by_id(started.id)
    assert (done.status, done.message) == (TaskStatus.DONE, "已导入：新增 3 人，更新 0 人")


def test_a_worker_that_wrote_for_so_long_that_another_took_over_has_imported_all_the_same(
    preview, work, cast, now, monkeypatch
):
    task = preview(*lines(3))
    started = roster_tasks.start_import(task.id, skip_errors=False, by=cast.li, now=now)
    write = roster_writing.write

    def write_slowly(*args, **options):
        Task.update(worker="w2").where(Task.id == started.id).execute()
        write(*args, **options)

    monkeypatch.setattr(roster_writing, "write", write_slowly)
    work()
    done = Task.get_by_id(started.id)
    assert (done.status, done.message) == (TaskStatus.DONE, "已导入：新增 3 人，更新 0 人")
    assert Person.select().where(Person.name.startswith("某")).count() == 3


def test_an_import_whose_end_cannot_be_noted_has_not_happened(preview, work, cast, now, monkeypatch):
    task = preview(*lines(3))
    started = roster_tasks.start_import(task.id, skip_errors=False, by=cast.li, now=now)
    with monkeypatch.context() as broken:
        broken.setattr(Work, "finish", Mock(side_effect=OSError("gone")))
        with pytest.raises(OSError, match="gone"):
            work()
    assert not Person.select().where(Person.name.startswith("某")).exists()
    work()
    assert Task.get_by_id(started.id).message == "已导入：新增 3 人，更新 0 人"


def test_a_preview_is_used_once(preview, work, cast, now):
    task = preview(*lines(2))
    roster_tasks.start_import(task.id, skip_errors=False, by=cast.li, now=now)
    work()
    with pytest.raises(WrongState):
        roster_tasks.start_import(task.id, skip_errors=False, by=cast.li, now=now)


def test_only_for_rosters_of_ones_own(cast, now, preview):
    with pytest.raises(NotAllowed):
        roster_tasks.start_preview(File("x", WORKBOOK, b""), cast.xixi, by=cast.li, now=now)
    task = preview(*lines(1))
    with pytest.raises(NotFound):
        roster_tasks.get_preview(task.id, to=cast.sun)


def test_a_file_that_is_no_roster_ends_in_words(cast, now, work):
    task = roster_tasks.start_preview(File("x.xlsx", WORKBOOK, b"no"), cast.dongkeng, by=cast.li, now=now)
    work()
    assert "读不了这个文件" in Task.get_by_id(task.id).message

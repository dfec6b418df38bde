"""Long tasks: taken once, resumed after a crash, ended in words, seen by their owner alone."""

from __future__ import annotations

import datetime

import pytest

from models.tasks import FilePiece, Task, TaskStatus
from services import task_running, tasks
from services.errors import Invalid, NotFound
from services.task_files import File
from services.task_kinds import KINDS
from services.task_running import run_next
from services.task_work import Interrupted

CONTENT = bytes(range(256)) * 400  # several pieces


@pytest.fixture
def kind(monkeypatch):
    """Register what a task of kind `test` does."""

    def register(run):
        monkeypatch.setitem(KINDS, "test", run)

    return register


@pytest.fixture
def start(cast, now):
    def make(**options):
        return tasks.start_task("test", "导出名册", by=cast.li, now=now, **options)

    return make


@pytest.fixture
def work_on(now):
    return lambda worker="w1", **options: run_next(worker=worker, clock=lambda: now, **options)


def test_a_task_is_done_and_says_how_it_went(kind, start, work_on, cast):
    kind(lambda work: f"导出 {work.parameters['rows']} 行")
    task = start(parameters={"rows": 3})
    work_on()
    assert (tasks.get_task(task.id, to=cast.li).status, Task.get_by_id(task.id).message) == (
        TaskStatus.DONE,
        "导出 3 行",
    )


def test_its_file_can_be_fetched_again_and_again_by_its_owner_alone(kind, start, work_on, cast, now):
    def run(work):
        assert work.handed_in().content == CONTENT
        work.result(File("名册.xlsx", "application/x", CONTENT))
        return "好了"

    kind(run)
    task = start(handed_in=File("in.xlsx", "application/x", CONTENT))
    work_on()
    for _ in range(2):
        assert tasks.fetch_result(task.id, by=cast.li, now=now).content == CONTENT
    with pytest.raises(NotFound):
        tasks.fetch_result(task.id, by=cast.sun, now=now)


def test_the_database_holds_its_files_encrypted(kind, start, db):
    start(handed_in=File("in.txt", "text/plain", b"19900001234"))
    raw = FilePiece._meta.database.execute_sql("SELECT content FROM file_piece").fetchone()[0]
    assert "1990000" not in raw
    assert "MTk5MDAwMDEyMzQ" not in raw


def test_a_refusal_ends_it_with_the_refusals_own_words(kind, start, work_on):
    def run(_work):
        raise Invalid("roster_has_errors", "有 37 行需要改正")

    kind(run)
    task = start()
    work_on()
    assert (Task.get_by_id(task.id).status, Task.get_by_id(task.id).message) == (TaskStatus.FAILED, "有 37 行需要改正")


def test_a_worker_that_goes_down_leaves_it_where_it_stood_for_the_next(kind, start, work_on):
    stopped = []

    def run(work):
        for row in range(work.state.get("row", 0), 5):
            work.progress(row, 5, {"row": row})
            stopped.append(row) if row == 2 else None
        return "好了"

    kind(run)
    task = start()
    work_on(is_stopping=lambda: bool(stopped))
    assert Task.get_by_id(task.id).status is TaskStatus.WAITING
    kind(lambda work: f"从第 {work.state['row']} 行接着做")
    work_on("w2")
    assert Task.get_by_id(task.id).message == "从第 3 行接着做"


def test_the_task_of_a_dead_worker_is_taken_up_by_another(kind, start, work_on, now):
    kind(lambda _work: "好了")
    task = start()
    task_running.take_next(worker="dead", now=now)
    assert work_on("w2") is None  # still held
    Task.update(held_until=now - datetime.timedelta(days=400)).execute()
    assert work_on("w2") is not None
    assert Task.get_by_id(task.id).status is TaskStatus.DONE


def test_a_worker_that_was_thought_dead_stops_at_its_next_step(kind, start, work_on, now):
    def run(work):
        Task.update(worker="w2").execute()
        with pytest.raises(Interrupted):
            work.progress(1, 2)
        raise Interrupted

    kind(run)
    task = start()
    work_on("w1")
    assert Task.get_by_id(task.id).worker == "w2"
    assert Task.get_by_id(task.id).status is TaskStatus.RUNNING


@pytest.mark.parametrize("how", ["says", "refuses", "is interrupted"])
def test_what_a_slow_worker_has_finished_stays_as_it_said(kind, start, work_on, how):
    def run(work):
        work.finish("已导入 3 人")  # by the one thought dead, while this one begins anew
        if how == "refuses":
            raise Invalid("roster_changed", "名册有了变化")
        if how == "is interrupted":
            work.finish("没有要改的")
        return "没有要改的"

    kind(run)
    task = start()
    work_on("w2")
    assert (Task.get_by_id(task.id).status, Task.get_by_id(task.id).message) == (TaskStatus.DONE, "已导入 3 人")


def test_what_fails_again_and_again_is_given_up(kind, start, work_on):
    def run(_work):
        raise RuntimeError("broken")

    kind(run)
    task = start()
    for _ in range(3):
        with pytest.raises(RuntimeError):
            work_on()
    assert work_on() is None
    assert Task.get_by_id(task.id).status is TaskStatus.FAILED


def test_old_tasks_are_forgotten_with_their_files(kind, start, now):
    start(handed_in=File("in.txt", "text/plain", CONTENT))
    assert tasks.forget_old_tasks(now=now + datetime.timedelta(days=8)) == 1
    assert FilePiece.select().count() == 0

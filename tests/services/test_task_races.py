"""Long tasks on every engine: many workers, large files."""

import pytest

from services import task_running, tasks
from services.task_files import File
from services.task_kinds import KINDS
from tests.races import from_threads

pytestmark = pytest.mark.engine

CONTENT = bytes(range(256)) * 4000  # a megabyte, many pieces


@pytest.fixture
def database_url(engine_url):
    return engine_url


def test_of_many_workers_one_gets_a_task(cast, now):
    tasks.start_task("test", "导出", by=cast.li, now=now)
    taken = from_threads(8, lambda n: task_running.take_next(worker=f"w{n}", now=now))
    assert len([task for task in taken if task is not None]) == 1


def test_a_large_file_comes_back_whole(cast, now, monkeypatch):
    monkeypatch.setitem(KINDS, "test", lambda work: work.result(work.handed_in()) or "好了")
    task = tasks.start_task("test", "导出", handed_in=File("x", "y", CONTENT), by=cast.li, now=now)
    task_running.run_next(worker="w1", clock=lambda: now)
    assert tasks.fetch_result(task.id, by=cast.li, now=now).content == CONTENT

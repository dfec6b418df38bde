"""Importing a roster at the desk: preview, the exact bad rows, leaving and coming back."""

import io
import re

import pytest

from models.people import Person
from services.task_running import run_next
from tests.services.test_roster_tasks import lines
from tests.services.workbooks import workbook
from tests.web.console.conftest import text_of


@pytest.fixture
def work(now):
    return lambda: run_next(worker="w1", clock=lambda: now)


def upload(desk, cast, *rows):
    file = (io.BytesIO(workbook(*rows)), "名册.xlsx")
    return desk.post("/people/import", organisation_id=cast.dongkeng.id, file=file)


def test_a_roster_is_previewed_left_come_back_to_and_imported(desk_as, cast, work):
    desk = desk_as(cast.li)
    answer = upload(desk, cast, *lines(40, {7, 23}))
    where = answer.request.path.removeprefix("/console")
    assert "排队等着做" in text_of(answer)
    work()
    assert desk.get(f"/tasks/{where.rsplit('/', 1)[1]}/progress").headers["HX-Redirect"] == f"/console{where}"
    said = desk.reads(where)
    assert "第 7 行" in said
    assert "第 23 行" in said
    assert "第 8 行" not in said
    assert "只导入没有错的 38 人" in said
    desk.post(where, skip_errors="yes")
    work()
    assert "新增 38 人" in desk.reads("/tasks")
    used = desk.reads(where)
    assert "这次预览已经用过" in used
    assert "只导入没有错的" not in used
    assert Person.select().where(Person.name.startswith("某")).count() == 38


def test_a_file_without_one_good_row_is_not_called_up_to_date(desk_as, cast, work):
    where = upload(desk_as(cast.li), cast, *lines(2, {2, 3})).request.path.removeprefix("/console")
    work()
    said = desk_as(cast.li).reads(where)
    assert "没有一行可以导入" in said
    assert "已经是最新的" not in said


def test_the_bad_rows_can_be_taken_away(desk_as, cast, work):
    desk = desk_as(cast.li)
    task_id = upload(desk, cast, *lines(3, {3})).request.path.rsplit("/", 1)[1]
    work()
    answer = desk.get(f"/tasks/{task_id}/result")
    assert answer.data.startswith(b"PK")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]


def test_somebody_elses_preview_does_not_exist_here(desk_as, cast, work):
    where = upload(desk_as(cast.li), cast, *lines(1)).request.path.removeprefix("/console")
    assert desk_as(cast.sun).get(where).status_code == 404


def test_without_a_file_one_is_asked_for_it(desk_as, cast):
    answer = desk_as(cast.li).post("/people/import", organisation_id=cast.dongkeng.id)
    assert answer.status_code == 422
    assert "请选择文件" in answer.text


def test_the_empty_form_is_an_excel_file(desk_as, cast):
    assert desk_as(cast.li).get("/people/import/form.xlsx").data.startswith(b"PK")


def test_only_where_files_are_expected_may_a_form_be_large(desk_as, cast):
    answer = desk_as(cast.li).post("/people/new", name="x" * 300_000)
    assert answer.status_code == 413


def test_of_five_thousand_rows_exactly_the_thirty_seven_bad_ones_are_shown_also_to_whoever_comes_back(
    desk_as, cast, work
):
    bad = set(range(100, 4900, 130))
    where = upload(desk_as(cast.li), cast, *lines(5000, bad)).request.path.removeprefix("/console")
    work()
    desk = desk_as(cast.li)  # the next morning, at another computer
    assert where in desk.get("/tasks").text
    said = desk.reads(where)

    assert {int(row) for row in re.findall(r"第 (\d+) 行", said)} == bad
    assert "只导入没有错的 4963 人" in said
    desk.post(where, skip_errors="yes")
    work()
    assert "新增 4963 人" in desk.reads("/tasks")

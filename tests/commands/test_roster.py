"""`flask roster …`: preview first, then import."""

import pytest

from models.people import Person
from services.roster_sheet import read_sheet
from tests.services.workbooks import workbook

GOOD = ("吴大山", "正式党员", "东坑村", None, "19900007777", None, "1985-01")
BAD = ("何秋菊", "正式党员", "东坑村", None, "1990000", None, None)


@pytest.fixture
def sheet(tmp_path):
    def write(*lines):
        path = tmp_path / "roster.xlsx"
        path.write_bytes(workbook(*lines))
        return path

    return write


def test_without_confirmation_nothing_is_written(flask, cast, sheet):
    output = flask("roster", "import", sheet(GOOD), "--organisation", "云岭镇").output
    assert "新增 1，更新 0，不变 0，有错 0 行" in output
    assert not Person.select().where(Person.name == "吴大山").exists()


def test_confirmed_it_is_imported(flask, cast, sheet):
    assert "已导入：新增 1 人" in flask("roster", "import", sheet(GOOD), "--organisation", "云岭镇", "--confirm").output
    assert Person.get(name="吴大山").home == cast.dongkeng


def test_errors_are_listed_by_row_and_stop_the_import(flask, cast, sheet):
    result = flask("roster", "import", sheet(GOOD, BAD), "--organisation", "云岭镇", "--confirm", fails=True)
    assert "第 3 行 手机号：手机号请写 11 位数字" in result.output
    assert "1990000" not in result.output
    assert not Person.select().where(Person.name == "吴大山").exists()


def test_rows_with_errors_may_be_left_out(flask, cast, sheet):
    flask("roster", "import", sheet(GOOD, BAD), "--organisation", "云岭镇", "--confirm", "--skip-errors")
    assert [row.name for row in Person.select().where(Person.name.in_(["吴大山", "何秋菊"]))] == ["吴大山"]


def test_changes_are_shown_masked(flask, cast, sheet):
    wang = ("王党员", "正式党员", "东坑村", None, "19900007777", None, None)
    output = flask("roster", "import", sheet(wang), "--organisation", "东坑村").output
    assert f"手机号 *******{cast.wang.person.phone_tail}→*******7777" in output


def test_what_is_no_workbook_is_refused_in_one_line(flask, cast, tmp_path):
    file = tmp_path / "old.xls"
    file.write_bytes(b"old")
    assert "另存为 .xlsx" in flask("roster", "import", file, "--organisation", "东坑村", fails=True).output


def test_the_template_is_written_once(flask, tmp_path):
    file = tmp_path / "form.xlsx"
    flask("roster", "template", file)
    assert read_sheet(file.read_bytes()) == []
    assert "已经存在" in flask("roster", "template", file, fails=True).output

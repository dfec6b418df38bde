"""Reading a roster out of Excel (features I1)."""

import datetime
import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from services import roster_sheet
from services.errors import Invalid
from services.roster_form import template
from services.roster_sheet import read_sheet
from tests.services.workbooks import HEADINGS, saved, workbook

WANG = ("王 党员", "正式党员", "东坑村", "第一小组", 19900001234.0, "99000019850101001X", datetime.date(1985, 1, 1))


def test_cells_are_read_as_people_see_them():
    (row,) = read_sheet(workbook(WANG))
    assert (row.number, row.name, row.phone, row.birth_month) == (2, "王党员", "19900001234", "1985-01-01")


def test_rows_keep_excels_numbers_past_titles_and_empty_lines():
    rows = read_sheet(workbook(WANG, (), WANG, above=[("云岭镇党员花名册",), ()]))
    assert [row.number for row in rows] == [4, 6]


def test_full_width_digits_and_headings_with_blanks_are_understood():
    headings = ("序号", "姓  名", "身份", "所在支部", "联系电话")
    (row,) = read_sheet(workbook((1, "王党员", "正式党员", "东坑村", "１９９００００１２３４"), headings=headings))
    assert (row.name, row.branch, row.phone) == ("王党员", "东坑村", "19900001234")


def test_an_id_number_that_excel_has_rounded_does_not_look_like_one():
    (row,) = read_sheet(workbook(("王党员", "正式党员", "东坑村", None, None, 990000198501010012)))
    assert row.id_number == "9.90000E+17"


def test_formulas_count_as_their_values():
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADINGS)
    sheet.append(["=1+1", "正式党员", "东坑村"])
    (row,) = read_sheet(_with_value(saved(book), "<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>"))
    assert row.name == "2"


def _with_value(content: bytes, old: str, new: str) -> bytes:
    """openpyxl writes formulas without values; put in what Excel would have saved."""
    source, target = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(target, "w") as changed:
        for entry in source.namelist():
            text = source.read(entry)
            changed.writestr(entry, text.replace(b"<v />", b"<v></v>").replace(old.encode(), new.encode()))
    return target.getvalue()


def test_the_first_sheet_with_the_heading_counts():
    book = Workbook()
    book.worksheets[0].append(["说明"])
    sheet = book.create_sheet("名册")
    sheet.append(HEADINGS)
    sheet.append(["王党员", "正式党员", "东坑村"])
    assert len(read_sheet(saved(book))) == 1


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nonsense", b"\xd0\xcf\x11\xe0 an old .xls"])
def test_what_is_no_workbook_is_refused(content):
    with pytest.raises(Invalid) as refused:
        read_sheet(content)
    assert refused.value.code == "not_a_workbook"


def test_a_zip_file_that_is_no_workbook_is_refused():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("a.txt", "b")
    with pytest.raises(Invalid) as refused:
        read_sheet(content.getvalue())
    assert refused.value.code == "not_a_workbook"


def test_a_file_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(roster_sheet, "MOST_UNPACKED_BYTES", 1000)
    with pytest.raises(Invalid) as refused:
        read_sheet(workbook(WANG))
    assert refused.value.code == "file_too_large"


def test_too_many_rows_are_refused(monkeypatch):
    monkeypatch.setattr(roster_sheet, "MOST_ROWS", 5)
    with pytest.raises(Invalid) as refused:
        read_sheet(workbook(*[WANG] * 20))
    assert refused.value.code == "too_many_rows"


@pytest.mark.parametrize(
    ("headings", "code"),
    [
        (("名字", "身份"), "columns_missing"),
        (("姓名", "身份"), "columns_missing"),
        (("姓名", "姓名"), "columns_repeated"),
    ],
)
def test_headings_must_be_there_once(headings, code):
    with pytest.raises(Invalid) as refused:
        read_sheet(workbook(headings=headings))
    assert refused.value.code == code


def test_nothing_personal_shows_in_a_row_that_is_printed():
    assert "19900001234" not in repr(read_sheet(workbook(WANG)))


def test_the_form_can_be_read_back_and_keeps_digits_as_text():
    assert read_sheet(template()) == []
    form = load_workbook(io.BytesIO(template())).worksheets[0]
    assert form.column_dimensions["F"].number_format == "@"

"""The 六有 pack, in Word and PDF: what stands in it is what the sheet says."""

from __future__ import annotations

import datetime
import io

import pytest
from docx import Document
from pypdf import PdfReader

from models.attendance import AttendanceStatus
from models.party_days import PartyDay
from services import attendance_counts, joint_party_days, party_day_changes, party_day_upkeep
from services.errors import NotAllowed, NotFound
from services.fixed_days import FixedDayRule, set_fixed_day
from services.minutes import MinutesText, save_minutes, unlock_minutes
from services.paper_pdf import as_pdf
from services.paper_word import as_word
from services.papers import Paper, Picture, Section, Table
from services.party_day_changes import PartyDayChange
from services.party_day_pack import make_pack
from services.party_days import get_party_day
from services.photo_stores import FolderStore
from services.sign_in_sheets import print_sign_in_sheet
from tests.cast import Cast
from tests.services.party_day_makers import a_party_day, mark, scan

STORE = FolderStore("/nowhere")


@pytest.fixture
def day(cast: Cast, now: datetime.datetime) -> PartyDay:
    """A Party day that is over: 王党员 scanned, 李书记 was marked absent, the minutes are written."""
    set_fixed_day(FixedDayRule("09:00", 120, week=5, weekday=1), cast.dongkeng, by=cast.li, now=now)
    day = a_party_day(cast, material="森林防火通告")
    scan(day, cast.wang, now)
    mark(day, cast.li, AttendanceStatus.ABSENT, by=cast.li, now=now)
    text = MinutesText("一、学通告\n二、排值班", "李书记", "王党员", "议定值班表 <b>。")
    save_minutes(day.id, text, based_on=0, by=cast.li, now=now)
    return get_party_day(day.id, to=cast.li)


def text_of_word(content: bytes) -> str:
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def text_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_word_and_pdf_hold_the_six_parts_and_the_sheet_s_own_figures(
    cast: Cast, day: PartyDay, now: datetime.datetime
) -> None:
    paper = make_pack(day.id, store=STORE, to=cast.li, now=now)
    counts = attendance_counts.sheets_of([day.id])[day.id][0].counts
    formula = attendance_counts.rate_of(counts, []).formula
    for text in (text_of_word(as_word(paper)), text_of_pdf(as_pdf(paper))):
        for said in (
            "11月主题党日档案", "一、年度计划", "每月最后一个星期一09:00", "二、月度计划", "三、学习资料",
            "森林防火通告", "四、会议通知", "主题党日通知", "五、会议记录",
            "议定值班表<b>。", "六、签到表", formula, "王党员", "未到",
        ):  # fmt: skip
            assert squeezed(said) in squeezed(text), said


def test_a_table_of_the_sheet_has_a_row_for_each_person(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    table = make_pack(day.id, store=STORE, to=cast.li, now=now).sections[-1].blocks[-1]
    assert isinstance(table, Table)
    assert [(row[1], row[4], row[6]) for row in table.rows] == [
        ("李书记", "未到", "书记点名"),
        ("王党员", "实到", ""),
    ]


def test_a_move_and_an_unlock_stand_in_the_pack(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    moved = a_party_day(cast, starts_in=60 * 24)
    change = PartyDayChange(starts_at=moved.starts_at + datetime.timedelta(days=1))
    party_day_changes.change_party_day(moved.id, change, reason="下雨", by=cast.li, now=now)
    assert "原定" in text_of_word(as_word(make_pack(moved.id, store=STORE, to=cast.li, now=now)))
    later = day.ends_at + datetime.timedelta(days=9)
    unlock_minutes(day.id, reason="补表决结果", by=cast.li, now=later)
    assert "理由：补表决结果" in text_of_word(as_word(make_pack(day.id, store=STORE, to=cast.li, now=later)))


def test_each_branch_files_its_own_sheet_of_a_joint_party_day(cast: Cast, now: datetime.datetime) -> None:
    day = a_party_day(cast)
    joint_party_days.invite_branches(day.id, [cast.xixi.id], by=cast.li, now=now)
    joint_party_days.join_party_day(day.id, cast.xixi.id, by=cast.sun, now=now)
    mine = text_of_word(as_word(make_pack(day.id, store=STORE, to=cast.sun, now=now)))
    assert "赵外人" in mine
    assert "王党员" not in mine
    with pytest.raises(NotFound):
        make_pack(day.id, cast.dongkeng.id, store=STORE, to=cast.sun, now=now)


def test_nobody_without_a_seat_gets_the_pack(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    with pytest.raises(NotAllowed):
        make_pack(day.id, store=STORE, to=cast.wang, now=now)


def test_a_closed_party_day_shows_who_stayed_away(cast: Cast, now: datetime.datetime) -> None:
    day = a_party_day(cast)
    party_day_upkeep.close_party_days(now=day.ends_at)
    assert "名单2人：未到2" in squeezed(
        text_of_pdf(as_pdf(make_pack(day.id, store=STORE, to=cast.li, now=day.ends_at)))
    )


def test_a_character_without_a_glyph_is_named_not_left_blank() -> None:
    text = text_of_pdf(as_pdf(Paper("名单", [], [Section("一", ["𠮷党员"])])))
    assert "□党员" in text
    assert "U+20BB7" in text


def test_a_picture_goes_into_both() -> None:
    from PIL import Image

    stored = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(stored, "JPEG")
    paper = Paper("影像", [], [Section("一", [Picture("会场", stored.getvalue())])])
    assert len(Document(io.BytesIO(as_word(paper))).inline_shapes) == 1
    assert len(PdfReader(io.BytesIO(as_pdf(paper))).pages[0].images) == 1


def test_the_sign_in_sheet_lists_everyone_with_a_link_back(cast: Cast) -> None:
    for number in range(40):
        cast.member(f"党员{number}", cast.dongkeng)
    day = a_party_day(cast)
    sheet = day.sheets.get()
    pages = PdfReader(io.BytesIO(print_sign_in_sheet(day, sheet, link="https://desk.example/x"))).pages
    text = "".join(page.extract_text() for page in pages)
    assert len(pages) == 2
    assert all(f"党员{number}" in text for number in range(40))
    assert "名单 42 人" in text

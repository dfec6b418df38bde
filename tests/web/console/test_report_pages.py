"""Reports, exports, the audit trail and the inspection folder at a desk: what is taken away is what the page shows."""

import html
import io
import json
import re

import pytest
from docx import Document
from openpyxl import load_workbook

from models.appointments import Appointment, DelegatedFunction, Function, Role
from models.audit import AuditEntry
from models.complaints import ComplaintKind
from models.events import EventStatus
from models.organisations import OrganisationKind
from models.tasks import Task
from services import complaints, task_running
from tests.event_cast import make_event
from tests.pictures import MemoryStore
from tests.report_cast import busy_day
from tests.web.console.conftest import text_of
from tests.web.roles import somebody

NOVEMBER = "/reports?period=2026-11"
IDS = re.compile(r'name="ids" value="([^"]*)"')


@pytest.fixture
def later(cast, app):
    """A busy day in 东坑村, and the clock after it."""
    instant = busy_day(cast)
    app.extensions["clock"] = lambda: instant
    return instant


@pytest.fixture
def desk(desk_as, cast, later):
    return desk_as(cast.li)


def test_the_page_excel_and_word_say_the_same_figures(desk, cast):
    said = desk.reads(NOVEMBER)
    form = {"organisation_id": cast.dongkeng.id, "period": "2026-11", "reason": "上报"}
    book = load_workbook(io.BytesIO(desk.post("/reports", format="excel", **form).data))
    document = Document(io.BytesIO(desk.post("/reports", format="word", **form).data))

    rows = [row for row in book["汇总"].iter_rows(min_row=4) if row[1].value is not None]
    assert len(rows) == 15
    in_word = {row.cells[0].text: row.cells[1].text for table in document.tables for row in table.rows}
    for name, value, unit, _ in rows:
        number = f"{value.value:.1f}" if value.number_format == "0.0" else str(value.value)
        shown = f"{number}%" if unit.value == "%" else f"{number} {unit.value}"
        assert f"{shown} {name.value}" in said, name.value
        assert in_word[name.value] == number, name.value


def test_the_rows_behind_a_figure_stand_on_the_page(desk):
    said = desk.reads(NOVEMBER)

    assert "2026年11月23日 东坑村 =学习党章 2 1 0 1 50.0" in said
    assert "到会率 = 实到 1 ÷ 应到 2 = 50.0%" in said
    assert "统计截至" in said


def test_a_column_of_figures_is_one_also_where_an_organisation_has_none(desk_as, cast, later):
    cast.wish(organisation=cast.xixi)  # which has no Party day this month
    page = desk_as(cast.secretary("周委员", cast.township)).get(NOVEMBER).text
    table = page[page.index("各党组织情况") :]
    place = re.findall(r"<th [^>]*>([^<]+)</th>", table).index("到会率（%）")
    rows = [re.findall(r"<td([^>]*)>([^<]*)</td>", row) for row in re.findall(r"<tr>(<td.*?)</tr>", table)]
    assert {row[place][0] for row in rows if len(row) > place} == {' class="figures"'}
    assert "—" in {row[place][1] for row in rows}


def test_every_bar_of_a_quarter_leads_to_the_rows_it_was_counted_from(desk, cast):
    charts = [json.loads(html.unescape(each)) for each in re.findall(r'data-chart="([^"]*)"', desk.get(NOVEMBER).text)]
    (made, _done), (hours,) = charts[2]["series"], charts[3]["series"]
    here = f"/console/reports?organisation_id={cast.dongkeng.id}&period=2026-Q4"

    assert made["data"][-1] == {"value": 2, "url": here}
    assert hours["data"][-1] == {"value": 1.5, "url": here}
    assert "=学习党章" in desk.reads(here.removeprefix("/console"))


def test_without_a_reason_no_report_is_taken_away(desk, cast):
    form = {"organisation_id": cast.dongkeng.id, "period": "2026-11", "format": "word"}
    answer = desk.post("/reports", reason="", **form)

    assert answer.status_code == 422
    assert "请写明导出来做什么用" in text_of(answer)
    desk.post("/reports", reason="上报", **form)
    assert [entry.reason for entry in AuditEntry.select().where(AuditEntry.action == "export_report")] == ["上报"]


def test_a_report_beyond_one_s_scope_is_not_found_and_a_bad_period_is_said(desk, cast):
    assert desk.get(f"/reports?organisation_id={cast.xixi.id}").status_code == 404
    assert desk.get("/reports?period=yesterday").status_code == 422


def test_a_month_without_anything_is_an_honest_page(desk):
    said = desk.reads("/reports?period=2026-05")

    assert "— 到会率" in said
    assert "0 次 主题党日" in said


def test_a_table_is_taken_away_as_it_was_filtered(desk, cast):
    asked = desk.get("/notices?q=停水&export=yes")
    assert "1 行，按页面上的顺序存成 Excel。筛选条件：标题：停水。" in text_of(asked)
    ids = IDS.search(asked.text)[1]

    file = desk.post("/exports", table="notices", ids=ids, filters="标题：停水", reason="开会")
    sheet = load_workbook(io.BytesIO(file.data)).worksheets[0]
    assert sheet["A1"].value.startswith("李书记 2026年11月23日 15:00 导出，用途：开会")
    assert [sheet["A3"].value, sheet["A4"].value] == ["标题", "停水通知"]
    assert "筛选条件：标题：停水。共 1 行。" in [cell.value for cell in sheet["A"]]


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ("/events?status=cancelled&when=past&q=", "时间：过去的；情况：已取消"),
        ("/party-days?kind=lecture&draft=yes", "类别：党课；草稿：也列出草稿"),
        ("/people?standing=member&bound=no", "身份：正式党员；微信：没绑定"),
        ("/wishes?status=open&kind=goods", "状态：待认领；种类：实物"),
        ("/complaints?status=answered", "情况：已答复"),
        ("/audit?who=李&first=2026-11-01&subject=nonsense", "谁：李；从：2026-11-01"),
    ],
)
def test_a_view_says_in_words_what_it_is_narrowed_by(desk, view, said):
    asked = desk.get(f"{view}&export=yes")
    assert re.search(r'name="filters" value="([^"]*)"', asked.text)[1] == said


def test_the_file_says_of_events_and_days_what_the_screen_says(desk, cast, later):
    event = make_event(cast, status=EventStatus.CANCELLED)
    (events,) = rows_of(desk.post("/exports", table="events", ids=str(event.id), reason="开会"))
    (day,) = rows_of(desk.post("/exports", table="party_days", ids="1", reason="开会"))

    assert (events["情况"], events["候补"]) == ("已取消", 0)
    assert (day["类别"], day["情况"], day["应到"], day["实到"]) == ("主题党日", "已结束", 2, 1)


def rows_of(file):
    """The rows of a table that was taken away, by their headings."""
    _, _, headings, *rows = load_workbook(io.BytesIO(file.data)).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows if row[1] is not None]


def test_an_export_asks_what_for_and_keeps_what_was_chosen(desk):
    answer = desk.post("/exports", table="notices", ids="1", back="/console/notices", reason="")

    assert answer.status_code == 422
    assert "请写明导出来做什么用" in text_of(answer)
    assert IDS.search(answer.text)[1] == "1"


def test_a_large_table_becomes_a_task(desk, cast, later):
    answer = desk.post("/exports", table="audit", ids=",".join(map(str, range(1, 502))), reason="检查")
    assert "导出操作记录" in text_of(answer)

    task_running.run_next(worker="w", clock=lambda: later)
    task = Task.get()
    assert "已导出" in desk.reads(f"/tasks/{task.id}")
    assert load_workbook(io.BytesIO(desk.get(f"/tasks/{task.id}/result").data)).sheetnames == ["操作记录"]


@pytest.mark.parametrize("fields", [{"table": "gadgets", "ids": "1"}, {"table": "people", "ids": "1;2"}])
def test_a_made_up_export_is_refused(desk, fields):
    assert desk.post("/exports", reason="开会", **fields).status_code in (404, 422)


def test_the_trail_is_read_in_words_and_searched(desk, cast):
    said = desk.reads("/audit?subject=notice")

    assert "李书记 发送通知 东坑村" in said
    assert "send_notice" not in desk.get("/audit").text
    assert "没有符合条件" in desk.reads("/audit?who=孙书记")
    assert "没有符合条件" in desk.reads("/audit?first=2026-12-01")


def test_the_trail_shows_an_assistant_only_their_own_doings(desk_as, cast, later):
    seat = Appointment.get(Appointment.person == cast.li.person)
    post = cast.appoint(cast.wang, Role.ASSISTANT, cast.dongkeng, delegated_by=seat)
    DelegatedFunction.create(appointment=post, function=Function.SEND_NOTICES)

    assert "发送通知" not in desk_as(cast.actor(cast.wang.person)).reads("/audit")


def test_the_folder_is_made_after_its_gaps_have_been_seen(desk, cast, later):
    said = desk.reads("/bundles?period=2026-11")
    assert "23日「=学习党章」没有学习材料" in said

    answer = desk.post("/bundles", organisation_id=cast.dongkeng.id, period="2026-11")
    assert "东坑村2026年11月迎检包" in text_of(answer)
    task_running.run_next(worker="w", clock=lambda: later, photo_store=MemoryStore())
    result = desk.get(f"/tasks/{Task.get().id}/result")
    assert (result.status_code, result.data[:2]) == (200, b"PK")


def test_another_branch_s_folder_is_not_found(desk, cast):
    assert desk.get(f"/bundles?organisation_id={cast.xixi.id}").status_code == 404
    assert desk.post("/bundles", organisation_id=cast.xixi.id, period="2026-11").status_code == 404


@pytest.mark.parametrize("page", ["people", "wishes", "events", "party-days", "notices", "complaints", "audit"])
def test_every_large_table_of_the_console_can_be_taken_away(desk, cast, page):
    complaints.complain(ComplaintKind.SUGGESTION, "装盏路灯", cast.dongkeng, by=cast.chen, now=cast.now)
    asked = desk.get(f"/{page}?export=yes")
    table = re.search(r'name="table" value="(\w+)"', asked.text)[1]
    file = desk.post("/exports", table=table, ids=IDS.search(asked.text)[1], reason="开会")

    assert load_workbook(io.BytesIO(file.data)).worksheets[0]["A4"].value


class TestCounty:
    """The county reads its totals; one township's report opens by a reason that is logged, for that day."""

    @pytest.fixture
    def county(self, desk_as, cast, later):
        return desk_as(somebody("county_officer", cast, cast.now))

    @pytest.mark.parametrize("period", ["2026-11", "2026-Q4"])
    def test_the_county_s_own_report_shows_totals_and_no_rows(self, county, period):
        said = county.reads(f"/reports?period={period}")

        assert "青溪县2026年" in said
        assert "1 次 主题党日" in said
        assert "东坑村" not in said

    @pytest.mark.parametrize("period", ["2026-11", "2026-Q4"])
    def test_a_township_s_report_opens_by_a_reason(self, county, cast, period):
        address = f"/reports?organisation_id={cast.township.id}&period={period}"
        assert "请写明理由" in county.reads(address)
        assert "次 主题党日" not in county.reads(address)
        said = text_of(county.post(f"/reports/townships/{cast.township.id}", reason="年底检查", period=period))

        assert "云岭镇2026年" in said
        assert "2026年11月23日 东坑村 =学习党章" in said
        assert AuditEntry.get(AuditEntry.action == "look_into_township").reason == "年底检查"

    def test_without_a_reason_it_stays_shut(self, county, cast):
        answer = county.post(f"/reports/townships/{cast.township.id}", reason="", period="2026-11")

        assert answer.status_code == 422
        assert county.post("/reports", organisation_id=cast.township.id, period="2026-11", format="word",
                           reason="x").status_code == 404  # fmt: skip

    def test_another_county_s_township_is_not_found(self, county, cast):
        other = cast._organisation("外县", OrganisationKind.COUNTY, None)
        far = cast._organisation("外镇", OrganisationKind.TOWNSHIP, other)

        assert county.get(f"/reports?organisation_id={far.id}").status_code == 404
        assert county.post(f"/reports/townships/{far.id}", reason="年底检查").status_code == 404

    def test_a_township_officer_reads_their_own_and_no_other(self, desk_as, cast, later):
        desk = desk_as(somebody("township_officer", cast, cast.now))
        other = cast._organisation("枫桥镇", OrganisationKind.TOWNSHIP, cast.county)

        assert "东坑村 =学习党章" in desk.reads(f"/reports?organisation_id={cast.township.id}&period=2026-11")
        for shut in (other, cast.county):
            assert desk.get(f"/reports?organisation_id={shut.id}&period=2026-11").status_code == 404
            assert desk.post(f"/reports/townships/{shut.id}", reason="年底检查").status_code == 404

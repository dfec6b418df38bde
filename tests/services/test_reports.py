"""Reports are counted from source rows; the page, Excel and Word say the same."""

import datetime
import io

import pytest
from docx import Document
from openpyxl import load_workbook

from models.alliances import Alliance, AllianceLevel, AllianceMembership, AllianceType
from models.appointments import Role
from models.party_days import MeetingKind, PartyDay
from models.people import Person
from services import meeting_dates, report_files, trends
from services.errors import NotAllowed, NotFound
from services.organisation_desk import look_into_township
from services.periods import Period
from services.reports import make_report
from services.tabular import shown
from tests.event_cast import DAY
from tests.report_cast import busy_day

NOVEMBER = Period.named("2026-11")
MARK = "由 李书记 于 2026年11月23日 导出，用途：月报"


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def later(cast):
    return busy_day(cast)


@pytest.fixture
def report(cast, later):
    return make_report(cast.dongkeng.id, NOVEMBER, to=cast.li, now=later)


def values(report):
    return {name: figure.value for name, figure in report.figures.items()}


def test_every_figure_is_counted_from_what_happened(report):
    assert values(report) == {
        "主题党日": 1, "应到": 2, "到会": 1, "到会率": 50.0, "其他会议": 0,
        "新收微心愿": 2, "办结微心愿": 1, "平均办结天数": 2.0,
        "志愿服务活动": 1, "参加": 1, "服务时长": 1.5,
        "发出通知": 1, "通知对象": 3, "已通知到": 1, "通知到达率": 33.3,
    }  # fmt: skip


def test_the_rate_says_how_it_comes_about(report):
    assert report.figures["到会率"].formula.startswith("到会率 = 实到 1 ÷ 应到 2 = 50.0%")


def test_the_summary_says_the_figures_in_words(report):
    assert report.summary == (
        "2026年11月，东坑村开展主题党日 1 次，应到 2 人次，到会 1 人次，到会率 50.0%；新收微心愿 2 件，办结 1 件，"
        "平均 2.0 天办结；组织志愿服务活动 1 场，1 人次参加，服务 1.5 小时；发出通知 1 条，到达率 33.3%。"
    )


def test_another_month_and_another_village_have_none_of_it(cast, later):
    october = make_report(cast.dongkeng.id, NOVEMBER.moved(-1), to=cast.li, now=later)
    xixi = make_report(cast.xixi.id, NOVEMBER, to=cast.sun, now=later)

    for empty in (october, xixi):
        assert set(values(empty).values()) == {0, None}
        assert "到会率" not in empty.summary


def test_other_meetings_are_counted_apart_with_a_sheet_or_from_paper(cast, later, now):
    PartyDay.update(kind=MeetingKind.LECTURE).execute()
    meeting_dates.record_date(MeetingKind.MEMBERS_MEETING, now.date(), cast.dongkeng, by=cast.li, now=now)
    report = make_report(cast.dongkeng.id, NOVEMBER, to=cast.li, now=later)

    assert (values(report)["主题党日"], values(report)["其他会议"]) == (0, 2)
    assert "召开党员大会 1 次、党课 1 次" in report.summary


def test_a_quarter_is_the_sum_of_its_months(cast, later):
    quarter = make_report(cast.dongkeng.id, Period.named("2026-Q4"), to=cast.li, now=later)

    assert (values(quarter)["主题党日"], quarter.is_over) == (1, False)


def test_the_township_s_report_has_a_line_for_each_village_in_the_tree_s_order(cast, later):
    officer = cast.member("周镇长", cast.township)
    cast.appoint(officer, Role.TOWNSHIP_OFFICER, cast.township)
    report = make_report(cast.township.id, NOVEMBER, to=cast.actor(officer.person), now=later)
    (table,) = report.sections[-1].tables

    assert table.rows == [("东坑村", 1, 50.0, 2, 1, 1, 1.5, 1)]
    assert "西溪村" in table.note


def test_a_party_day_that_is_not_over_does_not_count_yet(cast, now):
    busy_day(cast)
    report = make_report(cast.dongkeng.id, NOVEMBER, to=cast.li, now=now)

    assert (values(report)["主题党日"], values(report)["志愿服务活动"]) == (0, 0)


def test_nobody_is_named_in_a_report(report):
    written = str(report.sections) + report.summary
    assert [person.name for person in Person.select() if person.name in written] == []


def test_a_seat_reports_on_its_own_and_nobody_else_on_anything(cast, later):
    with pytest.raises(NotFound):
        make_report(cast.xixi.id, NOVEMBER, to=cast.li, now=later)
    with pytest.raises(NotFound):
        make_report(cast.township.id, NOVEMBER, to=cast.li, now=later)
    with pytest.raises(NotAllowed):
        make_report(cast.dongkeng.id, NOVEMBER, to=cast.wang, now=later)


def test_the_county_sees_its_totals_and_no_single_row(cast, later):
    officer = cast.member("吴部长", cast.county)
    cast.appoint(officer, Role.COUNTY_OFFICER, cast.county)
    county = cast.actor(officer.person)
    report = make_report(cast.county.id, NOVEMBER, to=county, now=later)

    assert values(report)["主题党日"] == 1
    assert all(not section.tables for section in report.sections)
    with pytest.raises(NotFound):
        make_report(cast.dongkeng.id, NOVEMBER, to=county, now=later)


def test_the_county_opens_a_township_s_report_by_a_reason_for_a_day(cast, later):
    officer = cast.member("吴部长", cast.county)
    cast.appoint(officer, Role.COUNTY_OFFICER, cast.county)
    county = cast.actor(officer.person)
    look_into_township(cast.township.id, reason="年底检查", by=county, now=later)

    assert any(section.tables for section in make_report(cast.township.id, NOVEMBER, to=county, now=later).sections)
    with pytest.raises(NotFound):
        make_report(cast.township.id, NOVEMBER, to=county, now=later + DAY)


def test_an_alliance_s_lead_sees_the_work_of_its_members(cast, later):
    colour = AllianceType.create(key="red", name="红色引领", colour="#A61C2B")
    day = datetime.date(2026, 1, 1)
    alliance = Alliance.create(
        name="红盟", level=AllianceLevel.TOWNSHIP, type=colour, township=cast.township, formed_on=day
    )
    AllianceMembership.create(alliance=alliance, organisation=cast.dongkeng, joined_on=day)
    cast.appoint(cast.zhao, Role.ALLIANCE_LEAD, None, alliance=alliance)
    lead = cast.actor(cast.zhao.person)

    assert values(make_report(cast.dongkeng.id, NOVEMBER, to=lead, now=later))["到会"] == 1
    with pytest.raises(NotFound):
        make_report(cast.xixi.id, NOVEMBER, to=lead, now=later)


def test_excel_says_what_the_page_says(report):
    book = load_workbook(io.BytesIO(report_files.as_workbook(report, mark=MARK)))
    summary = list(book["汇总"].iter_rows(min_row=4, values_only=True))

    assert {row[0]: row[1] for row in summary if row[1] is not None} == {
        name: value for name, value in values(report).items() if value is not None
    }
    for section in report.sections:
        for table in section.tables:
            rows = list(book[table.title].iter_rows(min_row=3, max_row=3 + len(table.rows), values_only=True))
            assert rows[0] == table.headings
            assert [tuple(map(_plain, row)) for row in rows[1:]] == [tuple(map(_plain, row)) for row in table.rows]


def _plain(value):
    return value.date() if isinstance(value, datetime.datetime) else value


def test_in_excel_what_people_typed_is_never_a_formula(report):
    book = load_workbook(io.BytesIO(report_files.as_workbook(report, mark=MARK)))
    titles = [cell for row in book["主题党日明细"].iter_rows() for cell in row if cell.value == "=学习党章"]

    assert [cell.data_type for cell in titles] == ["s"]


def test_word_says_what_the_page_says(report):
    document = Document(io.BytesIO(report_files.as_document(report, mark=MARK)))
    grids = [[tuple(cell.text for cell in row.cells) for row in table.rows] for table in document.tables]
    shown_tables = [
        table
        for section in report.sections
        for table in (report_files.figures_table(section), *section.tables)
        if table.rows
    ]
    expected = [[table.headings, *(tuple(map(shown, row)) for row in table.rows)] for table in shown_tables]

    assert grids == expected
    assert report.summary in [paragraph.text for paragraph in document.paragraphs]
    assert document.sections[0].header.paragraphs[0].text == MARK


def test_the_mark_stands_in_every_sheet_and_above_every_printed_page(report):
    book = load_workbook(io.BytesIO(report_files.as_workbook(report, mark=MARK)))

    assert {sheet["A1"].value for sheet in book.worksheets} == {MARK}
    assert {sheet.HeaderFooter.oddHeader.center.text for sheet in book.worksheets} == {MARK}


def test_the_present_quarter_stands_beside_the_same_of_last_year(cast, later):
    quarters = trends.quarterly(cast.township, now=later)

    assert [quarter.period.key for quarter in (quarters[0], quarters[-1])] == ["2025-Q4", "2026-Q4"]
    last = quarters[-1]
    assert (last.attendance, last.wishes_made, last.wishes_fulfilled, last.service_hours) == (50.0, 2, 1, 1.5)


def test_the_trend_has_a_point_for_each_month_and_the_report_s_figures_in_the_last(cast, later, report):
    months = trends.monthly(cast.township, now=later)

    assert [month.period.key for month in (months[0], months[-1])] == ["2025-12", "2026-11"]
    last = months[-1]
    assert (last.attendance, last.wishes_made, last.wishes_fulfilled, last.service_hours) == (50.0, 2, 1, 1.5)
    assert (months[0].attendance, months[0].wishes_made) == (None, 0)

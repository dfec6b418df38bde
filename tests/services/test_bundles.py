"""The inspection folder: records out of the rows, gaps said plainly, late entries called late."""

import datetime
import io
import zipfile

import pytest
from openpyxl import load_workbook

from models.attendance import Attendance, AttendanceStatus
from models.audit import AuditEntry
from models.party_days import MeetingKind, PartyDay
from models.tasks import TaskStatus
from models.wishes import WishStatus
from services import bundles, meeting_dates, minutes, task_running, tasks
from services.errors import NotAllowed, NotFound
from services.minutes import MinutesText
from services.periods import Period
from tests.event_cast import DAY, HOUR, make_event
from tests.pictures import MemoryStore
from tests.report_cast import busy_day

STORE = MemoryStore()
NOVEMBER = Period.named("2026-11")


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def later(cast):
    return busy_day(cast)


@pytest.fixture
def pack(cast):
    def make(now, period=NOVEMBER):
        file = bundles.make_bundle(cast.dongkeng.id, period, store=STORE, by=cast.li, now=now)
        return zipfile.ZipFile(io.BytesIO(file.content))

    return make


def rows_of(pack, part):
    name = next(name for name in pack.namelist() if part in name)
    rows = load_workbook(io.BytesIO(pack.read(name))).worksheets[0].iter_rows(min_row=4, values_only=True)
    return [tuple("" if cell is None else cell for cell in row) for row in rows]


def gaps(cast, now, period=NOVEMBER):
    return [gap.what for gap in bundles.find_gaps(cast.dongkeng.id, period, by=cast.li, now=now)]


def test_the_folder_holds_plan_sheets_ledgers_report_and_gaps(later, pack):
    assert pack(later).namelist() == [
        "0 缺项清单.xlsx",
        "1 工作情况.docx",
        "2 主题党日和会议/00 安排.xlsx",
        "2 主题党日和会议/01 1123签到表 =学习党章.xlsx",
        "2 主题党日和会议/01 1123档案 =学习党章.docx",
        "3 微心愿台账.xlsx",
        "4 志愿服务台账.xlsx",
        "5 通知台账.xlsx",
    ]


def test_the_sign_in_sheet_says_who_when_and_entered_by_whom(later, pack):
    (li, wang) = rows_of(pack(later), "签到表")[:2]

    assert li[:2] == ("李书记", "未到")
    assert wang == ("王党员", "实到", "2026-11-23 10:00", "2026-11-23 10:00", "李书记", "")


def test_what_was_entered_late_is_called_late_in_the_sheet_and_among_the_gaps(cast, later, pack):
    Attendance.update(marked_at=later + 3 * DAY).where(Attendance.person == cast.wang.person).execute()

    assert rows_of(pack(later + 4 * DAY), "签到表")[1][-1] == "补录"
    assert "23日「=学习党章」有 1 人的签到是补录" in gaps(cast, later + 4 * DAY)


def test_a_party_day_entered_after_it_took_place_is_called_late(cast, later, pack):
    PartyDay.update(created_at=later).execute()

    assert rows_of(pack(later), "00 安排")[0][-1] == "补录"


def test_what_is_missing_is_said(cast, later):
    make_event(cast, starts_at=cast.now + HOUR, title="没人登记的活动")
    cast.wish(status=WishStatus.PENDING, created_at=cast.now - 5 * DAY)

    assert gaps(cast, later) == [
        "年度计划里没有这个月的主题党日",
        "23日「=学习党章」没有学习材料",
        "23日「=学习党章」没有会议记录",
        "23日「=学习党章」有 1 人没到会，还没有补学",
        "活动「没人登记的活动」没有登记到场",
        "有 1 件微心愿还没有核实",
    ]


def test_a_month_without_a_party_day_is_a_gap_once_it_is_over(cast, now):
    october = Period.named("2026-10")

    assert "没有开展主题党日的记录" in gaps(cast, now, october)
    assert "没有开展主题党日的记录" not in gaps(cast, now)


def test_what_is_put_right_is_no_gap_any_more(cast, later):
    PartyDay.update(material="党章", month="2026-11").execute()
    minutes.save_minutes(PartyDay.get().id, MinutesText(text="学习并讨论"), based_on=0, by=cast.li, now=later)
    Attendance.update(status=AttendanceStatus.MADE_UP).where(Attendance.status == AttendanceStatus.ABSENT).execute()

    assert gaps(cast, later) == []


def test_a_quarter_that_is_over_wants_a_members_meeting_noted_from_paper_will_do(cast, now):
    quarter = Period.named("2026-Q3")
    assert "没有召开党员大会的记录" in gaps(cast, now, quarter)

    held_on = datetime.date(2026, 8, 3)
    meeting_dates.record_date(MeetingKind.MEMBERS_MEETING, held_on, cast.dongkeng, by=cast.li, now=now)
    assert "没有召开党员大会的记录" not in gaps(cast, now, quarter)
    file = bundles.make_bundle(cast.dongkeng.id, quarter, store=STORE, by=cast.li, now=now)
    assert rows_of(zipfile.ZipFile(io.BytesIO(file.content)), "00 安排")[0][-1] == "补录"


def test_a_quarter_is_looked_at_month_by_month(cast, later):
    found = bundles.find_gaps(cast.dongkeng.id, Period.named("2026-Q4"), by=cast.li, now=later)

    assert {gap.month for gap in found} == {"2026年10月", "2026年11月"}


def test_only_the_branch_s_own_seats_make_it(cast, later):
    with pytest.raises(NotFound):
        bundles.make_bundle(cast.xixi.id, NOVEMBER, store=STORE, by=cast.li, now=later)
    with pytest.raises(NotAllowed):
        bundles.make_bundle(cast.dongkeng.id, NOVEMBER, store=STORE, by=cast.wang, now=later)


def test_a_worker_makes_it_and_the_trail_says_so(cast, later):
    parameters = {"organisation_id": cast.dongkeng.id, "period": "2026-11"}
    task = tasks.start_task("make_bundle", "迎检包", parameters, by=cast.li, now=later)
    task_running.run_next(worker="w", clock=lambda: later, photo_store=STORE)

    assert tasks.get_task(task.id, to=cast.li).status is TaskStatus.DONE
    assert tasks.fetch_result(task.id, by=cast.li, now=later).name == "东坑村2026年11月迎检包.zip"
    assert AuditEntry.select().where(AuditEntry.action == "make_bundle").count() == 1


def test_the_files_carry_the_day_they_were_made(later, pack):
    stamps = {entry.date_time[:3] for entry in pack(later).infolist()}

    assert stamps == {(2026, 11, 23)}
    assert isinstance(later, datetime.datetime)

"""What a branch's records of a period lack: said plainly, so that it is put right and not made up (features C8)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.attendance import Attendance, AttendanceStatus
from models.events import AttendanceMode
from models.meetings import MeetingDate, MinutesVersion
from models.party_days import MeetingKind, PartyDay, PartyDayStatus
from models.wishes import Wish, WishStatus
from services import bundle_records
from services.bundle_records import LATE, Folder
from services.local_time import local_day
from services.periods import Period
from services.tabular import Table

QUARTER = 3
MISSED = (AttendanceStatus.ABSENT, AttendanceStatus.ON_LEAVE)
SEEN = (AttendanceStatus.PRESENT, AttendanceStatus.ONLINE)


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing or late, of which month, and what can still be done about it."""

    month: str
    what: str
    next_step: str


def gaps_in(folder: Folder, months: list[Period]) -> list[Gap]:
    """Every gap of the months that are over, and of what is over in the present one."""
    begun = [month for month in months if month.starts_at < folder.now]
    found = [gap for month in begun for gap in _of_month(month, folder)]
    if len(months) == QUARTER and months[-1].ends_at <= folder.now:
        found += _of_quarter(months, folder)
    return found


def gap_table(gaps: list[Gap]) -> Table:
    rows = [(gap.month, gap.what, gap.next_step) for gap in gaps]
    note = "由系统按记录逐项核对，没有的就写没有。补录的照实写补录，录入时间不能改。"
    return Table("缺项清单", ("月份", "缺什么", "可以怎么办"), list(rows), note if rows else f"没有发现缺项。{note}")


def _of_quarter(months: list[Period], folder: Folder) -> Iterator[Gap]:
    """The members' meeting, which the rules ask for once a quarter (features P2)."""
    kinds = (MeetingKind.MEMBERS_MEETING, MeetingKind.ELECTION)
    with_sheet = any(sheet.party_day.kind in kinds for sheet in bundle_records.sheets(folder))
    noted = MeetingDate.select().where(
        MeetingDate.organisation == folder.organisation.id,
        MeetingDate.kind.in_(kinds),
        MeetingDate.held_on >= months[0].first_day,
        MeetingDate.held_on < months[-1].day_after,
    )
    if not with_sheet and not noted.exists():
        label = f"{months[0].label}至{months[-1].month}月"
        yield Gap(label, "没有召开党员大会的记录", "开过的照实登记日期；没开就写没开")


def _of_month(month: Period, folder: Folder) -> Iterator[Gap]:
    part = bundle_records.Folder(folder.organisation, month.starts_at, month.ends_at, folder.late_after, folder.now)
    yield from _party_days(month, part)
    yield from _events(month, part)
    yield from _wishes(month, part)


def _party_days(month: Period, folder: Folder) -> Iterator[Gap]:
    planned = PartyDay.select().where(
        PartyDay.organisation == folder.organisation.id, PartyDay.month == month.first_day.strftime("%Y-%m")
    )
    if not planned.exists():
        yield Gap(month.label, "年度计划里没有这个月的主题党日", "在年度计划里补上以后的月份；已经过去的照实说明")
    sheets = [sheet for sheet in bundle_records.sheets(folder) if sheet.party_day.ends_at <= folder.now]
    is_held = any(sheet.party_day.kind is MeetingKind.PARTY_DAY for sheet in sheets)
    if not is_held and month.ends_at <= folder.now:
        yield Gap(month.label, "没有开展主题党日的记录", "开过而没有记的，照实补记，会标明补录；没开就写没开")
    for sheet in sheets:
        yield from _one_party_day(month, sheet.party_day, sheet.id, folder)


def _one_party_day(month: Period, day: PartyDay, sheet_id: int, folder: Folder) -> Iterator[Gap]:
    title = f"{local_day(day.starts_at).day}日「{day.title}」"
    lines = list(Attendance.select().where(Attendance.sheet == sheet_id))
    # Material and minutes are the host's; a branch that joined can only ask for them.
    is_host = day.organisation_id == folder.organisation.id
    asked = "" if is_host else f"请主办的{day.organisation.name}"
    if not day.material:
        yield Gap(month.label, f"{title}没有学习材料", f"{asked}把用过的材料补进去")
    if not MinutesVersion.select().where(MinutesVersion.party_day == day.id).exists():
        yield Gap(month.label, f"{title}没有会议记录", f"{asked}补写会议记录；锁定以后要先写明理由解锁")
    if not any(line.status in SEEN for line in lines):
        yield Gap(month.label, f"{title}签到表上没有人到会", "照纸质签到表补录，会标明补录")
    late = sum(folder.is_late(line.marked_at, day.ends_at) for line in lines)
    if late:
        yield Gap(month.label, f"{title}有 {late} 人的签到是{LATE}", "不用处理，检查时照实说明")
    missed = sum(line.status in MISSED for line in lines)
    if missed:
        yield Gap(month.label, f"{title}有 {missed} 人没到会，还没有补学", "提醒补学，或登记上门送学")
    if day.status is PartyDayStatus.PLANNED:
        yield Gap(month.label, f"{title}还没有收尾", "到期由系统收尾，不用处理")


def _events(month: Period, folder: Folder) -> Iterator[Gap]:
    for event in bundle_records.events(folder):
        if bundle_records.came_to(event) == 0:
            how = "扫码记录为空" if event.attendance_mode is not AttendanceMode.ROLL_CALL else "没有登记到场"
            yield Gap(month.label, f"活动「{event.title}」{how}", "照签到表登记；过了登记期的走补录")


def _wishes(month: Period, folder: Folder) -> Iterator[Gap]:
    waiting = Wish.select().where(
        Wish.organisation == folder.organisation.id,
        Wish.status.in_((WishStatus.PENDING, WishStatus.HELD)),
        folder.covers(Wish.created_at),
        Wish.created_at <= folder.now - folder.late_after,
    )
    number = waiting.count()
    if number:
        yield Gap(month.label, f"有 {number} 件微心愿还没有核实", "去核实，不能公开的写明原因退回")

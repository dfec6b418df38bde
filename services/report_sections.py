"""The parts of a report: each with its figures, how they are counted, and the rows behind them."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction

from models.attendance import AttendanceStatus
from models.organisations import Organisation
from models.party_days import MeetingKind
from models.wishes import WishStatus
from services.attendance_counts import Counts, Rate, counted_besides, rate_of
from services.meeting_words import KIND_NAMES
from services.report_rows import EventRow, MeetingRow, NoticeRow, SheetRow, Span, WishRow
from services.tabular import Cell, Table
from services.wish_words import STATUS_NAMES


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; None where there is nothing to count from. `formula` says how it comes about."""

    name: str
    value: int | float | None
    unit: str
    formula: str = ""

    @property
    def said(self) -> str:
        return "—" if self.value is None else f"{self.value}{self.unit if self.unit == '%' else f' {self.unit}'}"


@dataclass(frozen=True, slots=True)
class Section:
    """`sentence` says the figures in words."""

    title: str
    figures: list[Figure]
    tables: list[Table]
    sentence: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Every row that a report is counted from; `places` are the organisations by id, with their names."""

    places: dict[int, str]
    span: Span
    sheets: list[SheetRow] = field(default_factory=list)
    wishes: list[WishRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    notices: list[NoticeRow] = field(default_factory=list)
    meetings: list[MeetingRow] = field(default_factory=list)

    @property
    def party_days(self) -> list[SheetRow]:
        """The sheets of Party days alone: other meetings are counted, and due, by rules of their own."""
        return party_days_among(self.sheets)

    def by_place(self) -> list[Sources]:
        """Each organisation's rows alone, in the order of the tree."""
        own = {place: Sources({place: name}, self.span) for place, name in self.places.items()}
        for sheet in self.sheets:
            own[sheet.organisation_id].sheets.append(sheet)
        for meeting in self.meetings:
            own[meeting.organisation_id].meetings.append(meeting)
        for wish in self.wishes:
            own[wish.organisation_id].wishes.append(wish)
        for event in self.events:
            own[event.organisation_id].events.append(event)
        for notice in self.notices:
            own[notice.organisation_id].notices.append(notice)
        return list(own.values())

    @property
    def is_empty(self) -> bool:
        return not (self.sheets or self.wishes or self.events or self.notices or self.meetings)


def all_of(sources: Sources, organisation: Organisation, *, has_rows: bool, now: datetime.datetime) -> list[Section]:
    """Every section; without `has_rows` only totals. An organisation with others below it has a line for each."""
    besides = counted_besides(organisation, now=now)
    sections = [
        _party_days(sources, besides),
        _meetings(sources),
        _wishes(sources),
        _events(sources),
        _notices(sources),
    ]
    if has_rows and len(sources.places) > 1:
        sections.append(Section("各党组织", [], [_by_organisation(sources, besides)], ""))
    if not has_rows:
        return [Section(section.title, section.figures, [], section.sentence) for section in sections]
    return sections


def party_days_among(sheets: Iterable[SheetRow]) -> list[SheetRow]:
    return [sheet for sheet in sheets if sheet.kind is MeetingKind.PARTY_DAY]


def together(sheets: Iterable[SheetRow]) -> Counts:
    """The lines of several sheets in one count."""
    counts = Counts()
    for sheet in sheets:
        for status, number in sheet.counts.by_status.items():
            counts.add(status, number, 0, 0)
    return counts


def _party_days(sources: Sources, besides: list[AttendanceStatus]) -> Section:
    sheets = sources.party_days
    rate = rate_of(together(sheets), besides)
    held = len({sheet.party_day_id for sheet in sheets})
    figures = [
        Figure("主题党日", held, "次", "期内已结束、未取消的主题党日；几个支部联过的算一次"),
        Figure("应到", rate.expected, "人次", "各次签到表应到人数相加"),
        Figure("到会", rate.attended, "人次", "各次签到表实到人数相加"),
        Figure("到会率", rate.percent, "%", rate.formula),
    ]
    headings = ("日期", "党组织", "主题", "应到", "到会", "请假", "未到", "到会率（%）")
    rows = [_sheet_line(sheet, sources.places, rate_of(sheet.counts, besides)) for sheet in sheets]
    tail = "" if rate.percent is None else f"，到会率 {rate.percent}%"
    sentence = f"开展主题党日 {held} 次，应到 {rate.expected} 人次，到会 {rate.attended} 人次{tail}；"
    return Section("主题党日", figures, [Table("主题党日明细", headings, rows)], sentence)


def _meetings(sources: Sources) -> Section:
    """How often each kind of meeting was held, with a sheet or noted from paper."""
    with_sheet = {(sheet.party_day_id, sheet.kind) for sheet in sources.sheets}
    held = Counter(kind for _, kind in with_sheet) + Counter(meeting.kind for meeting in sources.meetings)
    del held[MeetingKind.PARTY_DAY]
    rows: list[tuple[Cell, ...]] = [(KIND_NAMES[kind], held[kind]) for kind in MeetingKind if held[kind]]
    figure = Figure("其他会议", sum(held.values()), "次", "党员大会、支委会、党小组会、党课等，含只登记了日期的")
    said = "、".join(f"{name} {number} 次" for name, number in rows)
    tables = [Table("三会一课", ("会议", "次数"), rows)] if rows else []
    return Section("三会一课", [figure], tables, f"召开{said}；" if said else "")


def _sheet_line(sheet: SheetRow, places: dict[int, str], rate: Rate) -> tuple[Cell, ...]:
    of = sheet.counts.by_status
    missed = of[AttendanceStatus.ABSENT] + of[AttendanceStatus.NOT_YET]
    return (
        sheet.day,
        places[sheet.organisation_id],
        sheet.title,
        rate.expected,
        rate.attended,
        of[AttendanceStatus.ON_LEAVE],
        missed,
        rate.percent,
    )


def made_in(wishes: Iterable[WishRow], span: Span) -> list[WishRow]:
    return [wish for wish in wishes if span.starts_at <= wish.made_at < span.ends_at]


def fulfilled_in(wishes: Iterable[WishRow], span: Span) -> list[WishRow]:
    return [
        wish
        for wish in wishes
        if wish.status is WishStatus.FULFILLED
        and wish.closed_at is not None
        and span.starts_at <= wish.closed_at < span.ends_at
    ]


def _wishes(sources: Sources) -> Section:
    made, fulfilled = made_in(sources.wishes, sources.span), fulfilled_in(sources.wishes, sources.span)
    days = [wish.fulfilled_after for wish in fulfilled if wish.fulfilled_after is not None]
    average = _to_one_decimal(sum(days) / len(days)) if days else None
    figures = [
        Figure("新收微心愿", len(made), "件", "期内提出的微心愿，不含草稿"),
        Figure("办结微心愿", len(fulfilled), "件", "期内办结的微心愿，不论何时提出"),
        Figure("平均办结天数", average, "天", "期内办结的微心愿从提出到办结的天数，取平均"),
    ]
    states = Counter(wish.status for wish in made)
    rows: list[tuple[Cell, ...]] = [(STATUS_NAMES[status], states[status]) for status in WishStatus if states[status]]
    note = "期内新收的微心愿现在到了哪一步"
    tail = f"，平均 {average} 天办结" if average is not None else ""
    sentence = f"新收微心愿 {len(made)} 件，办结 {len(fulfilled)} 件{tail}；"
    return Section("微心愿", figures, [Table("微心愿办理情况", ("状态", "件数"), rows, note)], sentence)


def _events(sources: Sources) -> Section:
    events = sources.events
    attended, hours = sum(event.attended for event in events), hours_of(event.minutes for event in events)
    figures = [
        Figure("志愿服务活动", len(events), "场", "期内已结束、未取消的活动"),
        Figure("参加", attended, "人次", "签到表上到场的人次"),
        Figure("服务时长", hours, "小时", "上述活动的服务时长台账相加，更正已计入"),
    ]
    headings = ("日期", "党组织", "活动", "到场人数", "服务时长（小时）")
    rows: list[tuple[Cell, ...]] = [
        (event.day, sources.places[event.organisation_id], event.title, event.attended, hours_of([event.minutes]))
        for event in events
    ]
    sentence = f"组织志愿服务活动 {len(events)} 场，{attended} 人次参加，服务 {hours} 小时；"
    return Section("志愿服务", figures, [Table("志愿服务明细", headings, rows)], sentence)


def _notices(sources: Sources) -> Section:
    notices = sources.notices
    people, reached = sum(notice.people for notice in notices), sum(notice.reached for notice in notices)
    share = _percent(reached, people)
    figures = [
        Figure("发出通知", len(notices), "条", "期内发出的通知，撤回和被更正的不算"),
        Figure("通知对象", people, "人次", "各条通知的人数相加"),
        Figure("已通知到", reached, "人次", "微信送达、打开过，或者电话、群里已告知的"),
        Figure(
            "通知到达率", share, "%", f"已通知到 {reached} ÷ 通知对象 {people}" if people else "没有发过通知，不计算"
        ),
    ]
    headings = ("日期", "党组织", "通知", "对象人数", "微信送达", "已通知到")
    rows: list[tuple[Cell, ...]] = [
        (row.day, sources.places[row.organisation_id], row.title, row.people, row.delivered, row.reached)
        for row in notices
    ]
    tail = "" if share is None else f"，到达率 {share}%"
    sentence = f"发出通知 {len(notices)} 条{tail}。"
    return Section("通知", figures, [Table("通知明细", headings, rows)], sentence)


def _by_organisation(sources: Sources, besides: list[AttendanceStatus]) -> Table:
    headings = (
        "党组织",
        "主题党日（次）",
        "到会率（%）",
        "新收微心愿（件）",
        "办结微心愿（件）",
        "志愿服务（场）",
        "服务时长（小时）",
        "发出通知（条）",
    )
    own = sources.by_place()
    rows = [_organisation_line(each, besides) for each in own if not each.is_empty]
    quiet = "、".join(next(iter(each.places.values())) for each in own if each.is_empty)
    note = f"按组织树排列，不是名次。{f'这一期没有记录的：{quiet}。' if quiet else ''}"
    return Table("各党组织情况", headings, rows, note)


def _organisation_line(own: Sources, besides: list[AttendanceStatus]) -> tuple[Cell, ...]:
    return (
        next(iter(own.places.values())),
        len(own.party_days),
        rate_of(together(own.party_days), besides).percent,
        len(made_in(own.wishes, own.span)),
        len(fulfilled_in(own.wishes, own.span)),
        len(own.events),
        hours_of(event.minutes for event in own.events),
        len(own.notices),
    )


def hours_of(minutes: Iterable[int]) -> float:
    """Minutes as hours, to one decimal."""
    return _to_one_decimal(Fraction(sum(minutes), 60))


def _percent(part: int, whole: int) -> float | None:
    return _to_one_decimal(Fraction(part * 100, whole)) if whole else None


def _to_one_decimal(number: Fraction | float) -> float:
    """Halves up, as people round."""
    return int(Fraction(number) * 10 + Fraction(1, 2)) / 10

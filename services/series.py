"""一月一公益: one event a month from one pattern, hosted in turn (features E8).

What it makes of it, and how a change reaches the events to come, stands in services.series_events.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass, fields

import peewee

from models.appointments import Function
from models.events import AttendanceMode, Audience, Event
from models.organisations import Organisation
from models.series import Series, SeriesHost, SeriesMonth
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import Invalid, NotAllowed, NotFound, WrongState
from services.event_plans import EventPlan, PostPlan, check_audience, check_posts
from services.fixed_days import check_monthly_day, fixed_day_in
from services.local_time import SHANGHAI, local_day
from services.permissions import Actor, Seat, within
from services.texts import TextHeld

MOST_HOSTS = 40


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """What a secretary fills in. `starts` is local, "HH:MM"; the day as in services.fixed_days.FixedDayRule."""

    title: str
    place: str
    starts: str
    minutes: int
    posts: list[PostPlan]
    detail: str = ""
    month_day: int | None = None
    week: int | None = None
    weekday: int | None = None
    audience: Audience = Audience.EVERYONE
    alliance_id: int | None = None
    attendance_mode: AttendanceMode = AttendanceMode.ROLL_CALL


def visible_series(to: Actor) -> peewee.ModelSelect[Series]:
    """The series of one's seats, and those in which one of one's organisations hosts; running ones first."""
    paths = to.paths_for(Function.RUN_EVENTS)
    mine = Organisation.select(Organisation.id).where(within(paths))
    hosted = SeriesHost.select(SeriesHost.series).where(SeriesHost.organisation.in_(mine))
    seen = Series.organisation.in_(mine) | Series.id.in_(hosted)
    return Series.select(Series, Organisation).join(Organisation).where(seen)


def list_series(*, to: Actor) -> list[Series]:
    return list(visible_series(to).order_by(Series.ended_at.is_null(False), Series.id.desc()))


def get_series(series_id: int, *, to: Actor) -> Series:
    """One series, if this person's seats have to do with it; raises NotFound."""
    found: Series | None = visible_series(to).where(Series.id == series_id).get_or_none()
    if found is None:
        raise NotFound()
    return found


def hosts_of(series: Series) -> list[Organisation]:
    """Who hosts, in the order of their turns."""
    rows = SeriesHost.select(SeriesHost, Organisation).join(Organisation).where(SeriesHost.series == series.id)
    return [row.organisation for row in rows.order_by(SeriesHost.place)]


def events_of(series: Series) -> list[tuple[str, Event]]:
    """Its events with the month each stands for, the latest first."""
    rows = (
        SeriesMonth.select(SeriesMonth, Event, Organisation)
        .join(Event)
        .join(Organisation)
        .where(SeriesMonth.series == series.id)
        .order_by(SeriesMonth.month.desc())
    )
    return [(row.month, row.event) for row in rows]


@unit_of_work
def start_series(
    plan: SeriesPlan,
    host_ids: list[int],
    organisation: Organisation,
    *,
    is_held: bool = False,
    is_released: bool = False,
    by: Actor,
    now: datetime.datetime,
) -> Series:
    """Begin a series; its first event is the coming one, hosted by the first host.

    Raises NotAllowed for an owner or host beyond the actor's seats, Invalid for a plan that cannot be, TextHeld for
    text that WeChat's check doubts and the seat does not answer for.
    """
    seat = by.require(Function.RUN_EVENTS, organisation)
    hosts = _hosts(host_ids, by)
    _check_plan(plan, now=now)
    if is_held and not is_released:
        raise TextHeld()
    words = {one.name: getattr(plan, one.name) for one in fields(plan) if one.name not in ("posts", "alliance_id")}
    series = Series.create(
        organisation=organisation,
        first_month=month_of(next_day(plan, now=now)),
        posts=json.dumps([asdict(post) for post in plan.posts], ensure_ascii=False),
        alliance=plan.alliance_id,
        made_by=by.person,
        created_at=now,
        **words,
    )
    for place, host in enumerate(hosts):
        SeriesHost.create(series=series, place=place, organisation=host)
    audit.record(
        "start_series", "series", series.id, by=by, seat=seat, now=now, organisation_id=organisation.id,
        after={"hosts": host_ids, "released": is_held},
    )  # fmt: skip
    return series


def _hosts(host_ids: list[int], by: Actor) -> list[Organisation]:
    if not 0 < len(host_ids) <= MOST_HOSTS:
        raise Invalid("hosts_required", "请选由谁轮流主办", {"host_ids": f"1 到 {MOST_HOSTS} 个"})
    found = {one.id: one for one in Organisation.select().where(Organisation.id.in_(host_ids))}
    if set(found) != set(host_ids) or not all(by.may(Function.RUN_EVENTS, host) for host in found.values()):
        raise NotAllowed("not_allowed", "只能安排您管理的党组织主办，请重新选")
    return [found[number] for number in host_ids]


def _check_plan(plan: SeriesPlan, *, now: datetime.datetime) -> None:
    check_monthly_day(plan)
    check_posts([post.name for post in plan.posts])
    if not 0 < plan.minutes <= 24 * 60:
        raise Invalid("minutes_invalid", "请核对活动时长", {"minutes": "1 分钟到 1 天"})
    check_audience(event_plan(plan, instant_of(local_day(now), plan.starts)), now=now)


def next_day(plan: SeriesPlan | Series, *, now: datetime.datetime) -> datetime.date:
    """The first of its days that is still to come."""
    month = local_day(now).replace(day=1)
    while True:
        day = fixed_day_in(plan, month.year, month.month)
        if instant_of(day, plan.starts) > now:
            return day
        month = (month + datetime.timedelta(days=32)).replace(day=1)


def event_plan(plan: SeriesPlan | Series, starts_at: datetime.datetime) -> EventPlan:
    posts = plan.posts if isinstance(plan, SeriesPlan) else [PostPlan(**row) for row in json.loads(plan.posts)]
    return EventPlan(
        title=plan.title,
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(minutes=plan.minutes),
        place=plan.place,
        posts=posts,
        detail=plan.detail,
        audience=plan.audience,
        alliance_id=plan.alliance_id,
        attendance_mode=plan.attendance_mode,
    )


@unit_of_work
def end_series(series_id: int, *, reason: str, by: Actor, now: datetime.datetime) -> Series:
    """Make no more events. Those put up stay, each to be held or cancelled for itself. Twice is once."""
    series, seat = runnable_series(series_id, by=by)
    if series.ended_at is not None:
        return series
    if not reason:
        raise Invalid("reason_required", "请写明为什么不再继续", {"reason": "请填写"})
    if Series.update(ended_at=now).where(Series.id == series.id, Series.ended_at.is_null()).execute() != 1:
        raise WrongState()
    audit.record(
        "end_series", "series", series.id, by=by, seat=seat, now=now, organisation_id=series.organisation_id,
        reason=reason,
    )  # fmt: skip
    return get_series(series_id, to=by)


def runnable_series(series_id: int, *, by: Actor) -> tuple[Series, Seat]:
    """A series and the actor's seat over its owner; raises NotFound, NotAllowed."""
    series = get_series(series_id, to=by)
    return series, by.require(Function.RUN_EVENTS, series.organisation)


def instant_of(day: datetime.date, starts: str) -> datetime.datetime:
    local = datetime.datetime.combine(day, datetime.time.fromisoformat(starts), tzinfo=SHANGHAI)
    return local.astimezone(datetime.UTC)


def month_of(day: datetime.date) -> str:
    return f"{day.year}-{day.month:02}"

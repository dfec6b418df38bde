"""What a secretary fills in for an event, and what cannot be."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.alliances import Alliance
from models.events import AttendanceMode, Audience
from services.errors import Invalid
from services.local_time import local_day

TIMES = ("starts_at", "ends_at", "opens_at", "closes_at")


@dataclass(frozen=True, slots=True)
class PostPlan:
    name: str
    capacity: int
    needs: str = ""
    skills: tuple[str, ...] = ()  # all of which a person must have declared


@dataclass(frozen=True, slots=True)
class EventPlan:
    """What a secretary fills in. Left out, sign-up opens now and closes when the event starts."""

    title: str
    starts_at: datetime.datetime
    ends_at: datetime.datetime
    place: str
    posts: list[PostPlan]
    detail: str = ""
    opens_at: datetime.datetime | None = None
    closes_at: datetime.datetime | None = None
    audience: Audience = Audience.EVERYONE
    alliance_id: int | None = None
    min_age: int | None = None
    max_age: int | None = None
    is_restricted: bool = False
    attendance_mode: AttendanceMode = AttendanceMode.ROLL_CALL


def columns_of(plan: EventPlan, *, now: datetime.datetime) -> dict[str, object]:
    """The event's columns, what was left out filled in."""
    return {
        "title": plan.title,
        "detail": plan.detail,
        "place": plan.place,
        "starts_at": plan.starts_at,
        "ends_at": plan.ends_at,
        "opens_at": plan.opens_at or now,
        "closes_at": plan.closes_at or plan.starts_at,
        "audience": plan.audience,
        "alliance": plan.alliance_id,
        "min_age": plan.min_age,
        "max_age": plan.max_age,
        "is_restricted": plan.is_restricted,
        "attendance_mode": plan.attendance_mode,
    }


def check_audience(plan: EventPlan, *, now: datetime.datetime) -> None:
    """Raise Invalid for an alliance without its kind of audience or the other way round, or one that has ended."""
    if (plan.audience is Audience.ALLIANCE) != (plan.alliance_id is not None):
        raise Invalid("alliance_required", "联盟活动请选择联盟，其他活动不用选", {"alliance_id": "请核对"})
    today = local_day(now)
    running = Alliance.select().where(Alliance.id == plan.alliance_id, Alliance.goes_on(today))
    if plan.alliance_id and not running.exists():
        raise Invalid("alliance_unknown", "没有找到这个联盟，请重新选择", {"alliance_id": "请重新选择"})
    check_ages(plan.min_age, plan.max_age)


def check_ages(min_age: int | None, max_age: int | None) -> None:
    """Raise Invalid where nobody could be of that age."""
    if min_age is not None and max_age is not None and min_age > max_age:
        raise Invalid("ages_crossed", "最小年龄不能大于最大年龄，请改一个", {"min_age": "请核对"})


def check_times(
    *,
    starts_at: datetime.datetime,
    ends_at: datetime.datetime,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    now: datetime.datetime,
) -> None:
    """Raise Invalid for times that cannot be."""
    if starts_at <= now:
        raise Invalid("starts_too_early", "活动的开始时间已经过了，请重新选择", {"starts_at": "请选以后的时间"})
    if ends_at <= starts_at:
        raise Invalid("ends_too_early", "结束时间要晚于开始时间，请重新选择", {"ends_at": "要晚于开始时间"})
    if closes_at > ends_at:
        raise Invalid("closes_too_late", "报名截止不能晚于活动结束，请重新选择", {"closes_at": "不能晚于活动结束"})
    if opens_at >= closes_at:
        raise Invalid("opens_too_late", "报名开始要早于报名截止，请重新选择", {"opens_at": "要早于报名截止"})


def check_posts(names: list[str]) -> None:
    """Raise Invalid unless there is a post and each has its own name."""
    if not names:
        raise Invalid("post_required", "请至少设一个岗位", {"posts": "请填写"})
    if len(set(names)) != len(names):
        raise Invalid("post_repeated", "岗位名称重复了，请换一个名称", {"posts": "名称重复"})

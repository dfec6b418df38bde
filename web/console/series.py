"""一月一公益 at the desk: the series, their hosts in turn, one for all and each for itself (features E8)."""

from __future__ import annotations

from typing import Annotated, Literal

from flask import url_for
from pydantic import Field

from models.appointments import Function
from models.events import AttendanceMode, Audience
from models.series import Series
from services import event_changes, organisations, series, series_events
from services.fixed_days import told_monthly_day
from services.local_time import local_day
from services.series import SeriesPlan
from services.series_events import SeriesChange
from web.console import words
from web.console.blueprint import console, current_actor
from web.console.branches import alliances_of, my_hosts, named
from web.console.checking import is_doubted
from web.console.confirming import ask_first
from web.console.event_posts import PostsForm, typed_rows
from web.console.forms import EditForm, Form, Maybe, Typed, filled, submit
from web.console.once import make_once
from web.console.page import Page, go, page
from web.fields import Id, Text
from web.lifecycle import utc_now

Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Minutes = Annotated[int, Field(ge=10, le=1440)]


class SeriesForm(PostsForm):
    title: Annotated[Text, Field(min_length=1, max_length=40)]
    detail: Annotated[Text, Field(max_length=1000)] = ""
    place: Annotated[Text, Field(min_length=1, max_length=60)]
    way: Literal["month_day", "weekday"] = "month_day"
    month_day: Maybe[Annotated[int, Field(ge=1, le=31)]] = None
    week: Maybe[Annotated[int, Field(ge=1, le=5)]] = None
    weekday: Maybe[Annotated[int, Field(ge=1, le=7)]] = None
    starts: Clock
    minutes: Minutes
    organisation_id: Maybe[Id] = None
    host_ids: list[Id]
    audience: Audience = Audience.EVERYONE
    alliance_id: Maybe[Id] = None
    attendance_mode: AttendanceMode = AttendanceMode.ROLL_CALL

    def plan(self) -> SeriesPlan:
        by_day = self.way == "month_day"
        names = ("title", "place", "starts", "minutes", "detail", "audience", "alliance_id", "attendance_mode")
        return SeriesPlan(
            posts=[row.plan() for row in self.rows()],
            month_day=self.month_day if by_day else None,
            week=None if by_day else self.week,
            weekday=None if by_day else self.weekday,
            **{name: getattr(self, name) for name in names},
        )


class ChangeForm(EditForm):
    title: Annotated[Text, Field(min_length=1, max_length=40)]
    detail: Annotated[Text, Field(max_length=1000)] = ""
    place: Annotated[Text, Field(min_length=1, max_length=60)]
    starts: Clock
    minutes: Minutes


class EndForm(Form):
    reason: Annotated[Text, Field(max_length=200)] = ""


@console.get("/series")
def list_series() -> Page:
    """The series of my seats, and those one of my organisations hosts in turn."""
    found = series.list_series(to=current_actor())
    return page("series.html", found=found, told=told_monthly_day, hosts_of=series.hosts_of)


@console.get("/series/new")
def new_series() -> Page:
    return _new_page(filled(way="month_day", starts="08:30", minutes=120, audience="everyone", attendance_mode="scan"))


def _new_page(typed: Typed) -> str:
    hosts = my_hosts()
    return page(
        "series_new.html",
        typed=typed,
        rows=typed_rows(typed),
        hosts=named(hosts),
        alliances=alliances_of(hosts),
        audiences=[(audience.value, name) for audience, name in words.EVENT_AUDIENCE_NAMES.items()],
        modes=[(mode.value, name) for mode, name in words.EVENT_ATTENDANCE_NAMES.items()],
    )


@console.post("/series/new")
def start_series() -> Page:
    """Begin a series; the worker puts its next event up when it is near."""

    def act(form: SeriesForm) -> Page:
        actor, plan = current_actor(), form.plan()
        owner = organisations.organisation_for(form.organisation_id, by=actor)
        texts = [text for post in plan.posts for text in (post.name, post.needs)]
        is_held, now = is_doubted(plan.title, plan.detail, plan.place, *texts), utc_now()
        hosts, is_released = form.host_ids or [owner.id], bool(form.released)
        made = make_once(
            lambda: (
                series.start_series(plan, hosts, owner, is_held=is_held, is_released=is_released, by=actor, now=now).id
            )
        )
        return go("console.show_series", "已设好，到时候会自动发布每个月的活动", series_id=made)

    return submit(SeriesForm, act, again=_new_page)


@console.get("/series/<int:series_id>")
def show_series(series_id: int) -> Page:
    """Its events, whose turn it is, and what is the same every month."""
    found = series.get_series(series_id, to=current_actor())
    return _page(found, _present(found))


def _present(found: Series) -> Typed:
    return filled(**{name: getattr(found, name) for name in ("title", "detail", "place", "starts", "minutes")})


def _page(found: Series, typed: Typed) -> str:
    hosts, months, actor = series.hosts_of(found), _coming_months(), current_actor()
    return page(
        "series_one.html",
        series=found,
        told=told_monthly_day(found),
        events=[
            (month, event, actor.may(Function.RUN_EVENTS, event.organisation))
            for month, event in series.events_of(found)
        ],
        turns=[(month, series_events.host_in(found, hosts, month)) for month in months if month >= found.first_month],
        can_run=actor.may(Function.RUN_EVENTS, found.organisation),
        typed=typed,
        present=_present(found).values,
    )


def _coming_months() -> list[str]:
    """This month and the five after it, as "2026-11"."""
    today = local_day(utc_now())
    numbers = range(today.year * 12 + today.month - 1, today.year * 12 + today.month + 5)
    return [f"{number // 12}-{number % 12 + 1:02}" for number in numbers]


@console.post("/series/<int:series_id>/change")
def change_series(series_id: int) -> Page:
    """Change all to come; says first how many events and people it reaches."""
    found = series.get_series(series_id, to=current_actor())

    def act(form: ChangeForm) -> Page:
        form.refuse_stale(found.version)
        typed = form.model_dump(exclude={"released", "version"})
        changed = {name: value for name, value in typed.items() if value != getattr(found, name)}
        if not changed:
            return go("console.show_series", "没有变化", series_id=found.id)
        lines = _consequences(found, changed)
        back = url_for("console.show_series", series_id=found.id)
        if lines and (asking := ask_first("改以后每个月的活动", lines, yes="都照这样改", back=back)):
            return asking
        result = series_events.change_series(
            found.id, SeriesChange(**changed), is_held=is_doubted(*(str(value) for value in changed.values())),
            is_released=bool(form.released), version=form.version, by=current_actor(), now=utc_now(),
        )  # fmt: skip
        said = f"已改好，{len(result.changed)} 场已发布的活动跟着改了"
        kept = f"；{len(result.kept)} 场自己改过，相应的内容没有动" if result.kept else ""
        return go("console.show_series", said + kept, series_id=found.id)

    def again(typed: Typed) -> Page:
        return _page(series.get_series(series_id, to=current_actor()), typed)

    return submit(ChangeForm, act, again=again)


def _consequences(found: Series, changed: dict[str, object]) -> list[str]:
    """How many events put up already, and how many people in them, the change reaches."""
    coming = [event for _, event in series.events_of(found) if series_events.is_to_come(event, now=utc_now())]
    if not coming:
        return []
    lines = [f"已经发布、还没开始的 {len(coming)} 场活动跟着改；自己单独改过的内容不动。"]
    people = sum(len(event_changes.people_of(event.id)) for event in coming)
    if people and {"place", "starts", "minutes"} & set(changed):
        lines.append(f"其中报名和候补共 {people} 人，会收到变动消息，要选「照样参加」还是「退出」。")
    return lines


@console.post("/series/<int:series_id>/end")
def end_series(series_id: int) -> Page:
    """Make no more events; those put up stay."""
    found = series.get_series(series_id, to=current_actor())

    def act(form: EndForm) -> Page:
        series.end_series(found.id, reason=form.reason, by=current_actor(), now=utc_now())
        return go("console.show_series", "以后不再自动发布；已经发布的照常，要取消请一场一场取消", series_id=found.id)

    return submit(EndForm, act, again=lambda typed: _page(found, typed))

"""一月一公益: an event a month, hosted in turn, each changed and cancelled for itself."""

from __future__ import annotations

import datetime
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.audit import AuditEntry
from models.events import Event, EventStatus, Post
from models.organisations import Organisation
from models.series import Series, SeriesMonth
from services import event_changes, sign_ups
from services.errors import Invalid, NotAllowed, NotFound
from services.event_plans import PostPlan
from services.local_time import SHANGHAI
from services.series import SeriesPlan, end_series, events_of, get_series, hosts_of, list_series, start_series
from services.series_events import SeriesChange, change_series, host_in, put_up_series_events
from services.texts import TextHeld
from tests.cast import Cast

DAY = datetime.timedelta(days=1)
POSTS = [PostPlan("捡垃圾", 10), PostPlan("搬运", 2)]
ONE_POST = [PostPlan("捡垃圾", 10)]


def begin(cast: Cast, *hosts: Organisation, **words: Any) -> Series:
    """河道清洁 on the 28th, 东坑村's alone unless told otherwise."""
    words = {
        "title": "河道清洁", "place": "村口集合", "starts": "08:30", "minutes": 120, "posts": POSTS, "month_day": 28,
        **words,
    }  # fmt: skip
    ids = [host.id for host in hosts or (cast.dongkeng,)]
    by = cast.secretary("周委员", cast.township) if len(ids) > 1 else cast.li
    owner = cast.township if len(ids) > 1 else cast.dongkeng
    return start_series(SeriesPlan(**words), ids, owner, by=by, now=cast.now)


def months(cast: Cast, series: Series, count: int) -> list[Event]:
    """The events of so many months, as the worker puts them up day by day."""
    now = cast.now
    while len(events_of(series)) < count:
        put_up_series_events(now=now)
        now += DAY
    return [event for _, event in reversed(events_of(series))]


def test_the_worker_puts_up_the_coming_one_once(cast: Cast) -> None:
    series = begin(cast)
    assert [put_up_series_events(now=cast.now) for _ in range(2)] == [1, 0]
    ((month, event),) = events_of(series)
    assert (month, event.title, event.status) == ("2026-11", "河道清洁", EventStatus.OPEN)
    assert event.starts_at.astimezone(SHANGHAI).isoformat() == "2026-11-28T08:30:00+08:00"
    assert [(post.name, post.capacity) for post in Post.select().where(Post.event == event.id)] == [
        ("捡垃圾", 10),
        ("搬运", 2),
    ]


def test_what_is_too_far_ahead_waits(cast: Cast) -> None:
    begin(cast, month_day=1)
    assert put_up_series_events(now=cast.now) == 1  # in eight days
    assert put_up_series_events(now=cast.now + 10 * DAY) == 0  # a month away


def test_hosts_take_turns_and_no_month_is_missed(cast: Cast) -> None:
    series = begin(cast, cast.dongkeng, cast.xixi)
    events = months(cast, series, 4)
    assert [event.organisation for event in events] == [cast.dongkeng, cast.xixi, cast.dongkeng, cast.xixi]
    assert [row.month for row in SeriesMonth.select().order_by(SeriesMonth.month)][:4] == [
        "2026-11",
        "2026-12",
        "2027-01",
        "2027-02",
    ]


@given(st.integers(1, 7), st.integers(1, 60))
def test_turns_are_shared_within_one(how_many: int, length: int) -> None:
    hosts = [Organisation(id=number) for number in range(how_many)]
    series = Series(first_month="2026-11")
    turns = Counter(
        host_in(series, hosts, f"{2026 + (10 + number) // 12}-{(10 + number) % 12 + 1:02}").id
        for number in range(length)
    )
    counts = [turns[host.id] for host in hosts]
    assert max(counts) - min(counts) <= 1


def test_cancelling_one_tells_only_its_people_and_the_month_is_not_made_again(cast: Cast, inbox_of: Any) -> None:
    series = begin(cast, posts=ONE_POST)
    first, second = months(cast, series, 2)
    second_opens = second.starts_at - 2 * DAY
    sign_ups.sign_up(first.id, by=cast.wang, now=cast.now)
    sign_ups.sign_up(second.id, by=cast.chen, now=second_opens)
    before = {one.person.id: len(inbox_of(one)) for one in (cast.wang, cast.chen)}
    event_changes.cancel_event(second.id, reason="下雨", by=cast.li, now=second_opens)
    assert len(inbox_of(cast.wang)) == before[cast.wang.person.id]
    assert len(inbox_of(cast.chen)) == before[cast.chen.person.id] + 1
    count = Event.select().count()
    put_up_series_events(now=second_opens)
    assert Event.select().count() == count


def test_a_change_reaches_what_is_to_come_but_not_what_was_changed_alone(cast: Cast) -> None:
    series = begin(cast)
    first, second = months(cast, series, 2)
    event_changes.change_event(first.id, {"place": "桥头集合"}, is_held=False, by=cast.li, now=cast.now)
    change = SeriesChange(place="文化礼堂集合", starts="09:00")
    result = change_series(series.id, change, by=cast.li, now=cast.now)
    assert (result.changed, result.kept) == ([first.id, second.id], [first.id])
    first, second = Event.get_by_id(first.id), Event.get_by_id(second.id)
    assert (first.place, second.place) == ("桥头集合", "文化礼堂集合")
    assert f"{first.starts_at.astimezone(SHANGHAI):%H:%M}" == "09:00"
    assert second.ends_at - second.starts_at == datetime.timedelta(hours=2)
    assert get_series(series.id, to=cast.li).place == "文化礼堂集合"


def test_what_has_begun_stays_as_it_was(cast: Cast) -> None:
    series = begin(cast)
    (first,) = months(cast, series, 1)
    change_series(series.id, SeriesChange(title="河道大扫除"), by=cast.li, now=first.starts_at)
    assert Event.get_by_id(first.id).title == "河道清洁"


def test_an_ended_series_makes_no_more(cast: Cast) -> None:
    series = begin(cast)
    for _ in range(2):
        end_series(series.id, reason="河道有人承包了", by=cast.li, now=cast.now)
    assert put_up_series_events(now=cast.now) == 0
    assert AuditEntry.select().where(AuditEntry.action == "end_series").count() == 1


def test_only_one_s_own_organisations_host(cast: Cast) -> None:
    plan = SeriesPlan("河道清洁", "村口", "08:30", 60, POSTS, month_day=28)
    for by, host in ((cast.li, cast.xixi), (cast.wang, cast.dongkeng)):
        with pytest.raises(NotAllowed):
            start_series(plan, [host.id], cast.dongkeng, by=by, now=cast.now)


def test_a_host_sees_the_series_and_cannot_end_it(cast: Cast) -> None:
    series = begin(cast, cast.dongkeng, cast.xixi)
    assert list_series(to=cast.sun) == [series]
    with pytest.raises(NotAllowed):
        end_series(series.id, reason="x", by=cast.sun, now=cast.now)
    with pytest.raises(NotFound):
        get_series(series.id, to=cast.wang)


def test_a_plan_that_cannot_be_is_refused(cast: Cast) -> None:
    for words in ({"week": 1, "weekday": 1}, {"posts": []}, {"minutes": 0}):
        with pytest.raises(Invalid):
            begin(cast, **words)


def test_doubted_text_waits_for_the_seat_to_answer_for_it(cast: Cast) -> None:
    plan = SeriesPlan("河道清洁", "村口", "08:30", 60, POSTS, month_day=28)
    with pytest.raises(TextHeld):
        start_series(plan, [cast.dongkeng.id], cast.dongkeng, is_held=True, by=cast.li, now=cast.now)
    made = start_series(
        plan, [cast.dongkeng.id], cast.dongkeng, is_held=True, is_released=True, by=cast.li, now=cast.now
    )
    assert hosts_of(made) == [cast.dongkeng]

"""A secretary's events and series at the desk."""

from __future__ import annotations

import datetime
import re

import pytest

from models.audit import AuditEntry
from models.events import AttendanceMode, Event, EventStatus, Post
from models.series import Series
from models.sign_ups import Attendance, SignUp, SignUpStatus
from services import sign_ups
from services.audience_choices import MOST_GATHERINGS
from services.companions import Companion, Party
from services.hours import minutes_of_each
from services.series import events_of
from services.series_events import put_up_series_events
from tests.event_cast import DAY, HOUR, make_event
from tests.web.console.conftest import text_of
from tests.web.console.page_forms import as_loaded
from wechat.outcomes import Verdict


@pytest.fixture
def desk(desk_as, cast):
    return desk_as(cast.li)


def form(**changes):
    return {
        "title": "河道清洁", "place": "村口", "starts_at": "2026-12-05T08:30", "ends_at": "2026-12-05T10:30",
        "post_ids": ["", ""], "post_names": ["捡垃圾", ""], "post_capacities": ["10", ""],
        "post_needs": ["带手套", ""], "post_skills": ["", ""], "audience": "everyone", "attendance_mode": "roll_call",
        **changes,
    }  # fmt: skip


def test_an_event_is_put_up_with_its_posts(desk):
    assert "已发布，大家可以报名了" in text_of(desk.post("/events/new", **form()))
    assert [(post.name, post.capacity, post.needs) for post in Post.select()] == [("捡垃圾", 10, "带手套")]
    assert "0 / 10" in desk.reads("/events")


def test_an_event_may_be_kept_as_a_draft_and_published_later(desk):
    desk.post("/events/new", **form(draft="yes"))
    event = Event.get()
    assert event.status is EventStatus.DRAFT
    assert "已发布" in text_of(desk.post(f"/events/{event.id}/publish"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"post_names": ["", ""]}, "请至少设一个岗位"),
        ({"post_capacities": ["很多", ""]}, "「捡垃圾」要几个人"),
        ({"ends_at": "2026-12-05T08:00"}, "结束时间要晚于开始时间"),
        ({"post_skills": ["飞", ""]}, "请从列表里选"),
    ],
)
def test_a_plan_that_cannot_be_comes_back_as_it_was_typed(desk, changes, said):
    answer = desk.post("/events/new", **form(**changes))
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert 'value="河道清洁"' in answer.text


def test_doubted_text_waits_until_its_writer_publishes_it(desk, app):
    app.extensions["mini_program"].verdict = Verdict.RISKY
    assert "微信没能放行" in text_of(desk.post("/events/new", **form()))
    event = Event.get()
    assert event.status is EventStatus.HELD
    desk.post(f"/events/{event.id}/publish")
    assert Event.get().status is EventStatus.OPEN


def test_another_like_an_earlier_one_has_its_posts(desk, cast):
    event = make_event(cast, 3, 5)
    page = desk.get(f"/events/new?like={event.id}").text
    assert 'value="岗位2"' in page
    assert 'value="河道清洁"' in page


def test_who_has_a_place_and_who_waits_is_seen(desk, cast, now):
    event = make_event(cast, 1)
    for who in (cast.wang, cast.chen):
        sign_ups.sign_up(event.id, by=who, now=now)
    said = desk.reads(f"/events/{event.id}")
    assert "1 / 1" in said
    assert "候补第 1 位" in said
    assert cast.wang.person.phone not in said
    assert "王党员" in desk.reads(f"/events/{event.id}/sign-ups")


def test_a_move_says_first_how_many_must_decide(desk, cast, now):
    event = make_event(cast, 2)
    sign_ups.sign_up(event.id, by=cast.wang, now=now)
    post = Post.get()
    moved = form(place="桥头", post_ids=[str(post.id)], post_names=["岗位1"], post_capacities=["2"], post_needs=[""],
                 post_skills=[""], starts_at="2026-11-27T09:00", ends_at="2026-11-27T11:00")  # fmt: skip
    asked = text_of(desk.post(f"/events/{event.id}/change", version=0, **moved))
    assert "1 人已经报名或在候补" in asked
    assert Event.get().change_number == 0
    assert "已改好，相关的人会收到消息" in text_of(
        desk.post(f"/events/{event.id}/change", version=0, **moved, confirmed="yes")
    )
    assert (Event.get().place, Event.get().change_number) == ("桥头", 1)
    assert "还没回话" in desk.reads(f"/events/{event.id}")


def test_more_places_say_who_is_let_in(desk, cast, now):
    event = make_event(cast, 1)
    for who in (cast.wang, cast.chen):
        sign_ups.sign_up(event.id, by=who, now=now)
    post = Post.get()
    more = {
        "title": event.title, "place": event.place, "starts_at": "2026-11-26T09:00", "ends_at": "2026-11-26T11:00",
        "post_ids": [str(post.id)], "post_names": ["岗位1"], "post_capacities": ["3"], "post_needs": [""],
        "post_skills": [""],
    }  # fmt: skip
    assert "候补的前 1 人马上递补" in text_of(desk.post(f"/events/{event.id}/change", version=0, **more))
    desk.post(f"/events/{event.id}/change", version=0, **more, confirmed="yes")
    assert {row.status for row in SignUp.select()} == {SignUpStatus.CONFIRMED}


def test_text_that_wechat_doubts_is_released_by_a_tick(desk, cast, app):
    event = make_event(cast, 1)
    post = Post.get()
    changed = form(title="新名字", starts_at="2026-11-26T09:00", ends_at="2026-11-26T11:00", place=event.place,
                   post_ids=[str(post.id)], post_names=["岗位1"], post_capacities=["1"], post_needs=[""],
                   post_skills=[""])  # fmt: skip
    app.extensions["mini_program"].verdict = Verdict.RISKY
    assert "我已核对，仍然发布" in text_of(desk.post(f"/events/{event.id}/change", version=0, **changed))
    desk.post(f"/events/{event.id}/change", version=0, **changed, released="yes")
    assert Event.get().title == "新名字"


def test_calling_off_says_in_numbers_who_is_told(desk, cast, now):
    event = make_event(cast, 2)
    sign_ups.sign_up(event.id, by=cast.wang, now=now)
    assert "1 人会收到取消的消息" in text_of(desk.post(f"/events/{event.id}/cancel", reason="涨水"))
    desk.post(f"/events/{event.id}/cancel", reason="涨水", confirmed="yes")
    assert (Event.get().status, Event.get().reason) == (EventStatus.CANCELLED, "涨水")


def test_a_doubted_reason_for_calling_off_is_read_again_and_then_told(desk, cast, wechat):
    event = make_event(cast, 2)
    wechat.verdict = Verdict.UNKNOWN
    said = {"reason": "涨水", "confirmed": "yes"}
    assert "我已核对，取消并通知" in text_of(desk.post(f"/events/{event.id}/cancel", **said))
    assert Event.get().status is EventStatus.OPEN

    desk.post(f"/events/{event.id}/cancel", **said, released="yes")
    assert Event.get().status is EventStatus.CANCELLED


@pytest.fixture
def under_way(cast, now):
    """An event that began an hour ago, with 王党员 and 陈村民 on its list."""
    event = make_event(cast, 3)
    for who in (cast.wang, cast.chen):
        sign_ups.sign_up(event.id, by=who, now=now)
    Event.update(starts_at=now - HOUR, ends_at=now + HOUR).execute()
    return Event.get()


def test_the_roll_writes_hours_at_once_and_a_second_time_changes_nothing(desk, cast, under_way):
    marks = {f"person-{cast.wang.person.id}": "attended", f"person-{cast.chen.person.id}": "absent"}
    assert "登记了 2 人" in text_of(desk.post(f"/events/{under_way.id}/roll", **marks))
    assert minutes_of_each(under_way) == {cast.wang.person.id: 120}
    assert "2.0 小时" in desk.reads(f"/events/{under_way.id}")
    assert "没有变化" in text_of(desk.post(f"/events/{under_way.id}/roll", **marks))


def test_coming_late_is_written_with_its_time(desk, cast, under_way):
    who = cast.wang.person.id
    desk.post(f"/events/{under_way.id}/roll", **{f"person-{who}": "attended", f"came-{who}": "09:00"})
    assert minutes_of_each(under_way) == {who: 60}
    answer = desk.post(f"/events/{under_way.id}/roll", **{f"person-{who}": "attended", f"left-{who}": "九点"})
    assert answer.status_code == 422
    assert 'value="九点"' in answer.text


def test_a_roll_opened_before_somebody_elses_correction_leaves_that_line_alone(desk, desk_as, cast, under_way):
    wang, chen = f"person-{cast.wang.person.id}", f"person-{cast.chen.person.id}"
    path = f"/events/{under_way.id}/roll"
    desk.post(path, **{wang: "attended"})
    other = desk_as(cast.li)
    opened = as_loaded(other.get(path).text, path)
    desk.post(path, **(as_loaded(desk.get(path).text, path) | {wang: "absent", "reason": "核对过，没来"}))

    said = text_of(other.post(path, **(opened | {chen: "attended"})))
    assert "登记了 1 人" in said
    assert minutes_of_each(under_way) == {cast.wang.person.id: 0, cast.chen.person.id: 120}

    said = text_of(other.post(path, **(opened | {f"left-{cast.wang.person.id}": "09:00"})))
    assert "没有变化。王党员（现在是「没来」）在您打开名单以后有人改过，没有动" in said


def test_whoever_simply_turned_up_is_on_the_list_in_one_form(desk, under_way):
    said = text_of(desk.post(f"/events/{under_way.id}/walk-ins", name="钱来访", phone="19900007777"))
    assert "钱来访已加进名单，记为到场" in said
    assert "现场加入" in said
    assert SignUp.select().where(SignUp.attendance == Attendance.ATTENDED).count() == 1


def test_a_walk_in_without_a_phone_is_told_what_is_missing(desk, under_way):
    answer = desk.post(f"/events/{under_way.id}/walk-ins", name="钱来访")
    assert "请填写姓名和手机号" in text_of(answer)
    assert 'value="钱来访"' in answer.text


def test_a_guardian_s_phone_is_shown_once_with_a_reason(desk, cast, now):
    event = make_event(cast, 3)
    party = Party((Companion("小宝", is_child=True),), "陈大山", "19900008888")
    sign_ups.sign_up(event.id, party=party, by=cast.chen, now=now)
    assert "19900008888" not in desk.reads(f"/events/{event.id}")
    said = text_of(desk.post(f"/events/{event.id}/people/{cast.chen.person.id}/guardian", reason="孩子摔了一跤"))
    assert "19900008888" in said
    assert AuditEntry.get(AuditEntry.action == "see_guardian").reason == "孩子摔了一跤"


def test_the_code_hangs_on_the_wall_only_where_people_scan(desk, cast):
    scanned = make_event(cast, 2, attendance_mode=AttendanceMode.SCAN)
    called = make_event(cast, 2)
    assert "data-scan-code" in desk.get(f"/events/{scanned.id}/code").text
    assert desk.get(f"/events/{called.id}/code").status_code == 409


@pytest.mark.parametrize("path", ["", "/change", "/roll", "/code"])
def test_a_member_s_event_is_run_by_its_own_seat(desk_as, cast, path):
    event = make_event(cast, 2)
    assert desk_as(cast.sun).get(f"/events/{event.id}{path}").status_code == 403
    draft = make_event(cast, 2, status=EventStatus.DRAFT)
    assert desk_as(cast.sun).get(f"/events/{draft.id}{path}").status_code == 404


def series_form(cast, **changes):
    return {
        **{name: value for name, value in form().items() if not name.endswith("_at")},
        "way": "month_day", "month_day": 28, "starts": "08:30", "minutes": 120, **changes,
    }  # fmt: skip


def test_a_series_is_set_up_changed_and_ended(desk, cast, now):
    assert "还没有每月固定的活动" in desk.reads("/series")
    assert "已设好" in text_of(desk.post("/series/new", **series_form(cast)))
    series = Series.get()
    put_up_series_events(now=now)
    assert "11 月：河道清洁" in desk.reads(f"/series/{series.id}")
    change = {"title": "河道清洁", "place": "桥头", "starts": "08:30", "minutes": 120}
    assert "1 场活动跟着改" in text_of(desk.post(f"/series/{series.id}/change", version=0, **change))
    said = text_of(desk.post(f"/series/{series.id}/change", version=0, **change, confirmed="yes"))
    assert "1 场已发布的活动跟着改了" in said
    assert events_of(series)[0][1].place == "桥头"
    assert "以后不再自动发布" in text_of(desk.post(f"/series/{series.id}/end", reason="河道有人管了"))


def test_the_township_lets_its_branches_take_turns(desk_as, cast):
    desk = desk_as(cast.secretary("周委员", cast.township))
    hosts = [str(cast.dongkeng.id), str(cast.xixi.id)]
    said = text_of(desk.post("/series/new", **series_form(cast, organisation_id=cast.township.id, host_ids=hosts)))
    assert "2026 年 12 月 西溪村" in said


def test_a_series_leads_only_to_the_events_one_runs(desk_as, cast, now):
    desk = desk_as(cast.secretary("周委员", cast.township))
    hosts = [str(cast.dongkeng.id), str(cast.xixi.id)]
    desk.post("/series/new", **series_form(cast, organisation_id=cast.township.id, host_ids=hosts))
    put_up_series_events(now=now)
    series, event = Series.get(), Event.get()
    assert event.organisation == cast.dongkeng
    link = f"/console/events/{event.id}"
    pages = [desk_as(whose).get(f"/series/{series.id}").text for whose in (cast.li, cast.sun)]
    assert [(event.title in each, link in each) for each in pages] == [(True, True), (True, False)]


def test_a_series_without_a_day_comes_back_as_typed(desk, cast):
    answer = desk.post("/series/new", **series_form(cast, month_day=""))
    assert "请选每月几号，或者第几个星期几" in text_of(answer)


def test_a_past_event_is_found_in_the_past(desk, cast, now):
    event = make_event(cast, 1)
    Event.update(starts_at=now - datetime.timedelta(days=2), ends_at=now - datetime.timedelta(days=1)).execute()
    assert event.title in desk.reads("/events?when=past")
    assert "没有符合条件的，换个条件再找找" in desk.reads("/events?when=upcoming")


def change(desk, event, **changes):
    post = Post.get(Post.event == event.id)
    kept = {
        "title": event.title, "place": event.place, "starts_at": "2026-12-05T08:30", "ends_at": "2026-12-05T10:30",
        "post_ids": post.id, "post_names": post.name, "post_capacities": post.capacity, "post_needs": "",
        "post_skills": "",
    }  # fmt: skip
    return desk.post(f"/events/{event.id}/change", version=event.version, **{**kept, **changes})


def test_an_emptied_age_takes_the_limit_away(desk, cast):
    event = make_event(cast, min_age=18, max_age=60)
    assert "已改好" in text_of(change(desk, event, min_age="", max_age="60"))
    changed = Event.get_by_id(event.id)
    assert (changed.min_age, changed.max_age) == (None, 60)


def test_an_emptied_end_of_sign_up_is_the_start(desk, cast):
    event = make_event(cast)
    Event.update(closes_at=event.starts_at - HOUR).execute()
    change(desk, event, closes_at="")
    changed = Event.get_by_id(event.id)
    assert changed.closes_at == changed.starts_at


@pytest.mark.parametrize("doubted", [{"post_names": "可疑岗位"}, {"post_needs": "可疑要求"}])
def test_what_the_posts_of_a_draft_say_is_checked_when_it_is_published(desk, app, doubted):
    gateway = app.extensions["mini_program"]
    gateway.check_text = lambda text, *_: Verdict.RISKY if "可疑" in text else Verdict.PASS
    desk.post("/events/new", **form(draft="yes", **{name: [text, ""] for name, text in doubted.items()}))
    said = text_of(desk.post(f"/events/{Event.get().id}/publish"))
    assert Event.get().status is EventStatus.HELD
    assert "请再读一遍" in said


def test_the_page_leads_to_a_notice_to_those_who_signed_up(desk, cast):
    event = make_event(cast, 1)
    for _ in range(MOST_GATHERINGS):
        make_event(cast, 1, starts_at=event.starts_at - DAY)  # more than the form offers by itself
    address = f"/notices/new?to=event:{event.id}"
    assert f"/console{address}" in desk.get(f"/events/{event.id}").text.replace("%3A", ":")
    assert re.search(rf'<option value="event:{event.id}" selected', desk.get(address).text)


@pytest.mark.parametrize(
    ("ages", "said"),
    [
        ({"min_age": 18}, "年满 18 周岁"),
        ({"max_age": 60}, "不超过 60 周岁"),
        ({"min_age": 18, "max_age": 60}, "18 到 60 周岁"),
    ],
)
def test_an_age_is_said_as_it_was_set_and_no_other_made_up(desk, cast, ages, said):
    page = desk.reads(f"/events/{make_event(cast, **ages).id}")
    assert said in page
    assert "120" not in page

"""Making, publishing, changing and calling off events."""

import datetime

import pytest

from models.audit import AuditEntry
from models.events import Audience, Event, EventStatus, Post
from models.notices import Delivery, Notice
from models.sign_ups import Attendance, SignUp
from services.companions import Companion, Party
from services.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from services.event_attendance import Mark, record_attendance
from services.event_changes import EventStarted, PostChange, SomebodyHasCome, cancel_event, change_event
from services.event_plans import EventPlan, PostPlan
from services.events import create_event, get_event, list_events, publish_event
from services.sign_ups import Closed, Overlaps, cancel_sign_up, keep_sign_up, sign_up
from services.texts import TextHeld
from tests.event_cast import DAY, HOUR, check_counters, confirmed_at, crowd, make_event


def plan(now, **columns):
    starts_at = columns.pop("starts_at", now + 3 * DAY)
    columns = {"ends_at": starts_at + 2 * HOUR, "posts": [PostPlan("清扫", 2)], **columns}
    return EventPlan(title="河道清洁", place="河边", starts_at=starts_at, **columns)


def change(event, by, now, **changes):
    return change_event(event.id, changes, is_held=False, by=by, now=now)


def told(title):
    rows = Delivery.select(Delivery, Notice).join(Notice).where(Notice.title == title)
    return sorted(row.person_id for row in rows)


def test_sign_up_opens_at_once_and_closes_with_the_start(cast, now):
    event = create_event(plan(now), cast.dongkeng, is_held=False, by=cast.li, now=now)
    assert (event.status, event.opens_at, event.closes_at) == ("open", now, event.starts_at)


@pytest.mark.parametrize("who", ["wang", "chen", "sun"])
def test_only_the_organisations_own_seat_makes_events(cast, now, who):
    with pytest.raises(NotAllowed):
        create_event(plan(now), cast.dongkeng, is_held=False, by=getattr(cast, who), now=now)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"starts_at": -1}, "starts_too_early"),
        ({"ends_at": 2}, "ends_too_early"),
        ({"opens_at": 80}, "opens_too_late"),
        ({"closes_at": 80}, "closes_too_late"),
        ({"posts": [PostPlan("清扫", 2), PostPlan("清扫", 3)]}, "post_repeated"),
        ({"min_age": 60, "max_age": 18}, "ages_crossed"),
        ({"audience": Audience.ALLIANCE}, "alliance_required"),
    ],
)
def test_what_cannot_be_is_refused(cast, now, columns, code):
    columns = {name: now + value * HOUR if name.endswith("_at") else value for name, value in columns.items()}
    with pytest.raises(Invalid) as refusal:
        create_event(plan(now, **columns), cast.dongkeng, is_held=False, by=cast.li, now=now)
    assert refusal.value.code == code


def test_a_draft_is_seen_by_the_seat_alone(cast, now):
    event = create_event(plan(now), cast.dongkeng, is_draft=True, is_held=False, by=cast.li, now=now)
    assert get_event(event.id, to=cast.li, now=now)
    for other in (cast.wang, cast.chen, cast.sun):
        with pytest.raises(NotFound):
            get_event(event.id, to=other, now=now)
    with pytest.raises(Closed):
        sign_up(event.id, by=cast.li, now=now)


def test_a_doubted_draft_is_held_and_released_by_the_seat(cast, now):
    event = create_event(plan(now), cast.dongkeng, is_draft=True, is_held=False, by=cast.li, now=now)
    assert publish_event(event.id, is_held=True, by=cast.li, now=now).status is EventStatus.HELD
    assert publish_event(event.id, is_held=True, by=cast.li, now=now).status is EventStatus.OPEN
    assert AuditEntry.select().where(AuditEntry.action == "release_event").count() == 1


def test_upcoming_events_come_by_time_and_part_by_part(cast, now):
    events = [make_event(cast, starts_at=now + days * DAY) for days in (4, 2, 3, 3)]
    order = [events[1].id, events[2].id, events[3].id, events[0].id]
    assert [event.id for event in list_events(to=cast.chen, now=now)] == order
    assert [event.id for event in list_events(to=cast.chen, now=now, after_id=order[1])] == order[2:]
    later = now + 3 * DAY
    assert [event.id for event in list_events(to=cast.chen, now=later, period="past")] == order[:1]


def test_my_list_holds_only_what_i_signed_up_for(cast, now):
    mine, _ = make_event(cast), make_event(cast)
    sign_up(mine.id, by=cast.chen, now=now)
    assert [event.id for event in list_events(to=cast.chen, now=now, is_mine=True)] == [mine.id]


def test_another_time_asks_everyone_to_keep_or_withdraw(cast, now):
    event = make_event(cast, 1)
    sign_up(event.id, by=cast.chen, now=now)
    sign_up(event.id, by=cast.wang, now=now)
    changed = change(event, cast.li, now, starts_at=event.starts_at + DAY)
    assert changed.change_number == 1
    assert told("活动时间或地点有变") == sorted([cast.chen.person.id, cast.wang.person.id])
    assert keep_sign_up(event.id, by=cast.chen, now=now).kept_change == 1


def test_a_new_start_moves_the_end_and_the_closing_with_it(cast, now):
    event = make_event(cast)
    changed = change(event, cast.li, now, starts_at=event.starts_at + DAY)
    assert changed.ends_at == event.ends_at + DAY
    assert changed.closes_at == changed.starts_at


def test_a_new_title_asks_nobody(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    assert change(event, cast.li, now, title="河道大清洁").change_number == 0
    assert told("活动时间或地点有变") == []


def test_the_same_time_again_is_no_change(cast, now):
    event = make_event(cast)
    assert change(event, cast.li, now, starts_at=event.starts_at, place=event.place).change_number == 0
    assert not AuditEntry.select().where(AuditEntry.action == "change_event").exists()


def test_who_withdraws_after_a_change_is_not_late(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    change(event, cast.li, now, place="村口")
    assert cancel_sign_up(event.id, by=cast.chen, now=event.starts_at - HOUR).status == "cancelled"


def test_a_change_that_was_not_read_cannot_be_kept(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    change(event, cast.li, now, place="村口")
    change(event, cast.li, now, place="村尾")
    with pytest.raises(WrongState):
        keep_sign_up(event.id, change_number=1, by=cast.chen, now=now)


def test_a_changed_time_that_overlaps_cannot_be_kept(cast, now):
    event, other = make_event(cast), make_event(cast, starts_at=now + 5 * DAY)
    for each in (event, other):
        sign_up(each.id, by=cast.chen, now=now)
    change(event, cast.li, now, starts_at=other.starts_at)
    with pytest.raises(Overlaps):
        keep_sign_up(event.id, by=cast.chen, now=now)


def test_more_places_go_to_those_who_wait(cast, now):
    event = make_event(cast, 1)
    people = crowd(cast, 3)
    for person in people:
        sign_up(event.id, by=person, now=now)
    post = Post.get(Post.event == event.id)
    change_event(event.id, {}, posts=[PostChange(post.id, capacity=2)], is_held=False, by=cast.li, now=now)
    assert confirmed_at(event) == {people[0].person.id, people[1].person.id}
    assert told("候补成功，您已报上名") == [people[1].person.id]
    check_counters(event)


def test_places_that_are_taken_cannot_be_taken_away(cast, now):
    event = make_event(cast, 2)
    for person in crowd(cast, 2):
        sign_up(event.id, by=person, now=now)
    post = Post.get(Post.event == event.id)
    with pytest.raises(Conflict):
        change_event(event.id, {}, posts=[PostChange(post.id, capacity=1)], is_held=False, by=cast.li, now=now)


def test_a_post_never_gets_smaller_than_a_party_that_waits(cast, now):
    event = make_event(cast, 3)
    people = crowd(cast, 2)
    for person, companions in zip(people, (0, 2), strict=True):
        sign_up(event.id, party=Party((Companion("王小禾"),) * companions), by=person, now=now)
    fewer = [PostChange(Post.get().id, capacity=2)]
    with pytest.raises(Conflict, match="party_waits"):
        change_event(event.id, {}, posts=fewer, is_held=False, by=cast.li, now=now)
    cancel_sign_up(event.id, by=people[0], now=now)
    assert confirmed_at(event) == {people[1].person.id}


def test_posts_are_added_and_renamed_but_never_share_a_name(cast, now):
    event = make_event(cast, 1)
    post = Post.get(Post.event == event.id)
    posts = [PostChange(post.id, name="清扫"), PostChange(name="宣传", capacity=3)]
    change_event(event.id, {}, posts=posts, is_held=False, by=cast.li, now=now)
    assert {post.name for post in event.posts} == {"清扫", "宣传"}
    with pytest.raises(Invalid):
        change_event(event.id, {}, posts=[PostChange(name="清扫", capacity=1)], is_held=False, by=cast.li, now=now)


def test_doubted_text_does_not_reach_a_published_event_unless_released(cast, now):
    event = make_event(cast)
    with pytest.raises(TextHeld):
        change_event(event.id, {"title": "可疑"}, is_held=True, by=cast.li, now=now)
    change_event(event.id, {"title": "可疑"}, is_held=True, is_released=True, by=cast.li, now=now)
    assert Event.get_by_id(event.id).title == "可疑"


def test_what_has_started_neither_moves_nor_is_cancelled(cast, now):
    event = make_event(cast)
    with pytest.raises(EventStarted):
        change(event, cast.li, event.starts_at, place="村口")
    with pytest.raises(EventStarted):
        cancel_event(event.id, by=cast.li, now=event.starts_at)


@pytest.mark.parametrize("moved", ["starts_at", "ends_at"])
def test_what_somebody_has_come_to_is_not_moved_before_the_roll_says_otherwise(cast, now, moved):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    early, other_time = event.starts_at - HOUR, {moved: getattr(event, moved) + HOUR}
    record_attendance(event.id, [Mark(cast.chen.person.id)], by=cast.li, now=early)
    with pytest.raises(SomebodyHasCome):
        change(event, cast.li, early, **other_time)
    assert change(event, cast.li, early, place="村口").place == "村口"
    absent = [Mark(cast.chen.person.id, Attendance.ABSENT)]
    record_attendance(event.id, absent, reason="点错了", by=cast.li, now=early)
    assert change(event, cast.li, early, **other_time).change_number == 2


def test_who_was_noted_as_absent_is_awaited_at_the_new_time(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    early = event.starts_at - HOUR
    record_attendance(event.id, [Mark(cast.chen.person.id, Attendance.ABSENT)], by=cast.li, now=early)
    change(event, cast.li, early, starts_at=event.starts_at + 7 * DAY)
    assert SignUp.get().attendance is None
    assert cancel_sign_up(event.id, by=cast.chen, now=early).status == "cancelled"


def test_calling_an_event_off_frees_all_and_tells_all(cast, now):
    event = make_event(cast, 1)
    for person in (cast.chen, cast.wang):
        sign_up(event.id, by=person, now=now)
    assert cancel_event(event.id, reason="暴雨", by=cast.li, now=now).status is EventStatus.CANCELLED
    assert cancel_event(event.id, by=cast.li, now=now).reason == "暴雨"
    assert told("活动取消了") == sorted([cast.chen.person.id, cast.wang.person.id])
    check_counters(event)
    other = make_event(cast, starts_at=event.starts_at)
    assert sign_up(other.id, by=cast.chen, now=now)[1]


@pytest.mark.parametrize("who", ["wang", "chen", "sun"])
def test_only_the_seat_changes_an_event(cast, now, who):
    event = make_event(cast)
    with pytest.raises(NotAllowed):
        change(event, getattr(cast, who), now, title="我的")


def test_times_are_kept_as_instants(cast, now):
    event = create_event(plan(now), cast.dongkeng, is_held=False, by=cast.li, now=now)
    assert Event.get_by_id(event.id).starts_at.tzinfo is datetime.UTC

"""Signing up and cancelling: places, the queue, what is refused and why."""

import pytest

from models.database import database
from models.events import EventStatus, Post
from models.notices import Delivery, Notice
from models.sign_ups import SignUp, SignUpStatus
from services import sign_up_lists
from services.errors import Invalid, NotFound
from services.sign_ups import Closed, NotSignedUp, Overlaps, cancel_sign_up, sign_up
from tests.event_cast import DAY, HOUR, check_counters, confirmed_at, crowd, make_event, queue_of


def test_the_first_get_places_and_the_others_wait_in_order(cast, now):
    event = make_event(cast, 2)
    people = crowd(cast, 4)
    statuses = [sign_up(event.id, by=person, now=now)[0].status for person in people]
    assert statuses == ["confirmed", "confirmed", "waiting", "waiting"]
    assert queue_of(event) == [people[2].person.id, people[3].person.id]
    check_counters(event)


def test_signing_up_again_answers_the_same_sign_up(cast, now):
    event = make_event(cast)
    first, is_new = sign_up(event.id, by=cast.chen, now=now)
    again, is_new_again = sign_up(event.id, by=cast.chen, now=now)
    assert (again.id, is_new, is_new_again) == (first.id, True, False)
    check_counters(event)


def test_a_repeat_after_closing_is_still_answered(cast, now):
    event = make_event(cast)
    first, _ = sign_up(event.id, by=cast.chen, now=now)
    assert sign_up(event.id, by=cast.chen, now=event.starts_at)[0].id == first.id


def test_cancelling_promotes_the_first_who_waits_and_tells_them(cast, now):
    event = make_event(cast, 1)
    first, second, third = crowd(cast, 3)
    for person in (first, second, third):
        sign_up(event.id, by=person, now=now)
    cancel_sign_up(event.id, by=first, now=now)
    assert confirmed_at(event) == {second.person.id}
    assert queue_of(event) == [third.person.id]
    told = Delivery.select(Delivery, Notice).join(Notice).where(Notice.title == "候补成功，您已报上名")
    assert [row.person_id for row in told] == [second.person.id]
    check_counters(event)


def test_cancelling_twice_is_once(cast, now):
    event = make_event(cast, 1)
    sign_up(event.id, by=cast.chen, now=now)
    first = cancel_sign_up(event.id, by=cast.chen, now=now)
    assert cancel_sign_up(event.id, by=cast.chen, now=now).id == first.id
    check_counters(event)


def test_who_cancels_and_signs_up_again_is_at_the_end_of_the_queue(cast, now):
    event = make_event(cast, 1)
    first, second, third = crowd(cast, 3)
    for person in (first, second, third):
        sign_up(event.id, by=person, now=now)
    cancel_sign_up(event.id, by=second, now=now)
    sign_up(event.id, by=second, now=now)
    assert queue_of(event) == [third.person.id, second.person.id]


def test_leaving_the_queue_promotes_nobody(cast, now):
    event = make_event(cast, 1)
    first, second = crowd(cast, 2)
    sign_up(event.id, by=first, now=now)
    sign_up(event.id, by=second, now=now)
    assert cancel_sign_up(event.id, by=second, now=now).status == "cancelled"
    assert confirmed_at(event) == {first.person.id}
    check_counters(event)


def test_cancelling_after_the_deadline_is_noted_as_late(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    late = cancel_sign_up(event.id, by=cast.chen, now=event.starts_at - 23 * HOUR)
    assert late.status is SignUpStatus.LATE_CANCELLED


def test_nobody_cancels_after_the_start(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    with pytest.raises(Closed):
        cancel_sign_up(event.id, by=cast.chen, now=event.starts_at)


def test_there_is_nothing_to_cancel_without_a_sign_up(cast, now):
    event = make_event(cast)
    with pytest.raises(NotSignedUp):
        cancel_sign_up(event.id, by=cast.chen, now=now)


def test_cancelling_what_one_may_not_see_is_not_found(cast, now):
    event = make_event(cast, status=EventStatus.DRAFT)
    with pytest.raises(NotFound):
        cancel_sign_up(event.id, by=cast.chen, now=now)


@pytest.mark.parametrize("hours", [-25, 72])
def test_sign_up_opens_and_closes(cast, now, hours):
    event = make_event(cast)
    with pytest.raises(Closed):
        sign_up(event.id, by=cast.chen, now=now + hours * HOUR)


def test_an_overlap_with_ones_own_sign_up_is_refused_and_takes_no_place(cast, now):
    event = make_event(cast)
    other = make_event(cast, starts_at=event.starts_at + HOUR)
    sign_up(event.id, by=cast.chen, now=now)
    with pytest.raises(Overlaps):
        sign_up(other.id, by=cast.chen, now=now)
    check_counters(other)


def test_a_waiting_sign_up_overlaps_too(cast, now):
    event = make_event(cast, 1)
    other = make_event(cast, starts_at=event.starts_at + HOUR)
    sign_up(event.id, by=cast.wang, now=now)
    sign_up(event.id, by=cast.chen, now=now)
    with pytest.raises(Overlaps):
        sign_up(other.id, by=cast.chen, now=now)


def test_events_that_touch_do_not_overlap(cast, now):
    event = make_event(cast)
    after = make_event(cast, starts_at=event.ends_at)
    sign_up(event.id, by=cast.chen, now=now)
    assert sign_up(after.id, by=cast.chen, now=now)[1]


def test_grace_minutes_allow_a_small_overlap(cast, now):
    event = make_event(cast)
    sign_up(event.id, by=cast.chen, now=now)
    other = make_event(cast, starts_at=event.ends_at - HOUR / 6, overlap_grace_minutes=10)
    assert sign_up(other.id, by=cast.chen, now=now)[1]


def test_a_cancelled_sign_up_no_longer_overlaps(cast, now):
    event = make_event(cast)
    other = make_event(cast, starts_at=event.starts_at)
    sign_up(event.id, by=cast.chen, now=now)
    cancel_sign_up(event.id, by=cast.chen, now=now)
    assert sign_up(other.id, by=cast.chen, now=now)[1]


def test_without_a_post_named_the_first_with_a_free_place_is_meant(cast, now):
    event = make_event(cast, 1, 1)
    first, second, third = crowd(cast, 3)
    posts = [sign_up(event.id, by=person, now=now)[0].post_id for person in (first, second)]
    assert posts == [post.id for post in event.posts.order_by(Post.id)]
    with pytest.raises(Invalid) as refusal:
        sign_up(event.id, by=third, now=now)
    assert refusal.value.code == "post_required"


def test_each_post_has_its_own_queue(cast, now):
    event = make_event(cast, 1, 1)
    one, two = event.posts.order_by(Post.id)
    first, second, third = crowd(cast, 3)
    sign_up(event.id, one.id, by=first, now=now)
    assert sign_up(event.id, one.id, by=second, now=now)[0].status == "waiting"
    assert sign_up(event.id, two.id, by=third, now=now)[0].status == "confirmed"
    check_counters(event)


def test_a_post_of_another_event_is_refused(cast, now):
    event, other = make_event(cast), make_event(cast)
    with pytest.raises(Invalid):
        sign_up(event.id, other.posts.get().id, by=cast.chen, now=now)


def test_the_place_in_the_queue_counts_only_those_still_ahead(cast, now):
    event = make_event(cast, 1)
    people = crowd(cast, 4)
    for person in people:
        sign_up(event.id, by=person, now=now)
    cancel_sign_up(event.id, by=people[1], now=now)
    last = sign_up_lists.my_sign_ups([event.id], to=people[3])[event.id]
    assert sign_up_lists.position_of(last) == 2


def test_the_next_sign_up_is_what_is_on_or_comes_first(cast, now):
    later = make_event(cast, starts_at=now + 5 * DAY)
    sooner = make_event(cast, starts_at=now + 2 * DAY)
    for event in (later, sooner):
        sign_up(event.id, by=cast.chen, now=now)
    assert sign_up_lists.next_sign_up(to=cast.chen, now=now + 2 * DAY + HOUR).event_id == sooner.id
    assert sign_up_lists.next_sign_up(to=cast.chen, now=now + 3 * DAY).event_id == later.id
    assert sign_up_lists.next_sign_up(to=cast.wang, now=now) is None


def test_a_sign_up_takes_few_statements(cast, now):
    event = make_event(cast)
    seen: list[str] = []
    execute = database.obj.execute_sql
    database.obj.execute_sql = lambda sql, *args, **kwargs: (seen.append(sql), execute(sql, *args, **kwargs))[1]
    try:
        sign_up(event.id, by=cast.chen, now=now)
    finally:
        database.obj.execute_sql = execute
    assert len([sql for sql in seen if sql.split()[0] in ("SELECT", "INSERT", "UPDATE")]) <= 7, seen
    assert SignUp.select().count() == 1

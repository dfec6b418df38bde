"""What the compiled queries of signing up and of home answer is what the ORM answers, on each engine."""

import pytest

from models.attendance import Attendance, AttendanceStatus, MakeUp
from models.events import Event, Post
from models.hot_queries import every_command, home, sign_ups
from models.idempotency import IdempotencyKey
from models.notices import Delivery, Purpose
from models.party_days import PartyDay
from models.sign_ups import SignUp, SignUpStatus
from models.wishes import Claim, Wish, WishStatus
from services import messages
from services.claims import claim_wish
from services.companions import Companion, Party, companions_of
from services.messages import Message
from services.sign_ups import cancel_sign_up, sign_up
from tests.event_cast import DAY, HOUR, make_event
from tests.services.party_day_makers import a_party_day


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def event(cast, now):
    """One place, taken by 陈村民 with a companion; 王党员 waits."""
    event = make_event(cast, 2, 1)
    first = Post.get(Post.event == event.id)
    party = Party((Companion("王小禾"),))
    sign_up(event.id, first.id, party=party, by=cast.chen, now=now)
    sign_up(event.id, first.id, by=cast.wang, now=now)
    return event


def read(row):
    """The columns that were read, opened."""
    return {name: getattr(row, name) for name in row.__data__}


def assert_same(found, expected):
    """Both have the same rows; each column that the compiled query reads has the ORM's value."""
    found, expected = list(found), list(expected)
    assert found != []
    assert [row.id for row in found] == [row.id for row in expected]
    for row, other in zip(found, expected, strict=True):
        assert read(row) == {name: getattr(other, name) for name in row.__data__}


def test_posts_with_their_event_and_my_sign_up(event, cast):
    found = list(sign_ups.posts_with_event.all(Post, event=event.id, person=cast.chen.person.id))
    assert_same(found, Post.select().where(Post.event == event.id).order_by(Post.id))
    assert_same([found[0].event], [Event.get_by_id(event.id)])
    mine = SignUp.get(SignUp.person == cast.chen.person.id)
    assert [post.my_sign_up_id for post in found] == [mine.id, mine.id]
    strangers = sign_ups.posts_with_event.all(Post, event=event.id, person=cast.zhao.person.id)
    assert [post.my_sign_up_id for post in strangers] == [None, None]


def test_my_sign_up_standing_and_latest(event, cast, now):
    ask = {"event": event.id, "person": cast.wang.person.id}
    waiting = SignUp.get(SignUp.person == cast.wang.person.id)
    assert_same(sign_ups.held_sign_up.all(SignUp, **ask), [waiting])
    assert sign_ups.my_sign_up.first(SignUp, **ask).position == 1
    cancel_sign_up(event.id, by=cast.wang, now=now)
    assert list(sign_ups.held_sign_up.all(SignUp, **ask)) == []
    assert sign_ups.my_sign_up.first(SignUp, **ask).status is SignUpStatus.CANCELLED


def test_personal_data_of_a_sign_up_is_stored_as_the_orm_stores_it(event, cast):
    stored = SignUp.get(SignUp.person == cast.chen.person.id)
    assert (stored.seats, companions_of(stored), stored.guardian_name) == (2, [Companion("王小禾")], None)


def test_another_event_in_the_same_time(event, cast, now):
    def ask(first, last, event_id=0):
        values = {"person": cast.chen.person.id, "event": event_id, "after": first, "before": last}
        return sign_ups.overlapping.run(**values).fetchone()

    assert tuple(ask(event.starts_at, event.ends_at)) == ("河道清洁",)
    assert ask(event.starts_at, event.ends_at, event.id) is None
    assert ask(event.ends_at, event.ends_at + HOUR) is None
    assert ask(event.starts_at - HOUR, event.starts_at) is None


def test_places_are_taken_in_turn_and_none_of_a_closed_post(event):
    first, second = Post.select().where(Post.event == event.id).order_by(Post.id)
    assert tuple(sign_ups.take_places(second.id, 1)) == (0, 1)
    assert sign_ups.take_places(second.id, 2) is None  # more than the post has
    assert tuple(sign_ups.take_places(second.id, 1)) == (1, 2)
    assert tuple(sign_ups.take_places(first.id, 1)) == (2, 3)
    Post.update(is_open=False).where(Post.id == first.id).execute()
    assert sign_ups.take_places(first.id, 1) is None
    now = Post.get_by_id(second.id)
    assert (now.confirmed, now.waiting, now.last_ticket) == (1, 1, 2)


def test_how_often_an_event_has_changed(event):
    Event.update(version=7).where(Event.id == event.id).execute()
    assert tuple(sign_ups.event_version.run(event=event.id).fetchone()) == (7,)


def test_what_i_have_signed_up_for_next(event, cast, now):
    later = make_event(cast, starts_at=now + 9 * DAY)
    sign_up(later.id, by=cast.chen, now=now)
    standing = SignUp.select().join(Event).where(SignUp.person == cast.chen.person.id, SignUp.is_held == 1)
    expected = standing.order_by(Event.starts_at)
    found = list(home.next_sign_up.all(SignUp, person=cast.chen.person.id, now=now))
    assert_same(found, expected.limit(1))
    assert_same([found[0].event], [event])
    assert_same(
        home.next_sign_up.all(SignUp, person=cast.chen.person.id, now=event.ends_at), expected.limit(1).offset(1)
    )


def test_a_column_that_was_not_read_is_not_taken_for_empty(event, cast, now):
    found = home.next_sign_up.first(SignUp, person=cast.chen.person.id, now=now)
    for name, row in (("signed_up_at", found), ("detail", found.event), ("post", found), ("made_by", found.event)):
        with pytest.raises(RuntimeError, match=name):
            getattr(row, name)


def test_where_i_am_awaited_next(cast, now):
    day = a_party_day(cast)
    a_party_day(cast, starts_in=3000)
    found = list(home.next_line.all(Attendance, person=cast.wang.person.id, now=now))
    assert_same(found, Attendance.select().where(Attendance.person == cast.wang.person.id).order_by(Attendance.id)[:1])
    assert_same([found[0].party_day], [PartyDay.get_by_id(day.id)])


def test_the_make_up_study_to_hand_in_first(cast, now):
    tasks = []
    for days in (9, 3, 1):
        line = Attendance.get(party_day=a_party_day(cast), person=cast.wang.person.id)
        Attendance.update(status=AttendanceStatus.ABSENT).where(Attendance.id == line.id).execute()
        tasks.append(MakeUp.create(attendance=line, opened_at=now, due_at=now + days * 24 * HOUR))
    MakeUp.update(handed_in_at=now).where(MakeUp.id == tasks[1].id).execute()
    found = list(home.next_make_up.all(MakeUp, person=cast.wang.person.id, now=now + 48 * HOUR))
    assert_same(found, [MakeUp.get_by_id(tasks[0].id)])
    assert found[0].attendance.party_day.title == tasks[0].attendance.party_day.title
    assert list(home.next_make_up.all(MakeUp, person=cast.zhao.person.id, now=now)) == []


def test_claims_in_hand_with_their_wishes_and_organisations(cast, now):
    for hours in (2, 1):
        claim_wish(cast.wish().id, by=cast.wang, now=now + hours * HOUR)
    found = list(home.claims_in_hand.all(Claim, person=cast.wang.person.id, limit=5))
    mine = Claim.select().where(Claim.person == cast.wang.person.id)
    assert_same(found, mine.order_by(Claim.last_progress_at))
    assert_same([claim.wish for claim in found], [Wish.get_by_id(claim.wish.id) for claim in found])
    assert {claim.wish.organisation.path for claim in found} == {cast.dongkeng.path}
    assert len(list(home.claims_in_hand.all(Claim, person=cast.wang.person.id, limit=1))) == 1


def test_wishes_to_confirm(cast):
    for columns in ({}, {"made_by": cast.wang.person, "wisher": cast.chen.person}, {"made_by": cast.wang.person}):
        cast.wish(status=WishStatus.AWAITING_CONFIRMATION, **columns)
    cast.wish(status=WishStatus.OPEN)
    of_chen = (Wish.made_by == cast.chen.person.id) | (Wish.wisher == cast.chen.person.id)
    expected = Wish.select().where(of_chen, Wish.status == WishStatus.AWAITING_CONFIRMATION).order_by(Wish.id)
    found = list(home.wishes_to_confirm.all(Wish, person=cast.chen.person.id, limit=5))
    assert_same(found, expected)
    assert found[0].organisation.name == "东坑村"


def test_the_newest_wishes_of_a_place(cast):
    for organisation in (cast.dongkeng, cast.xixi, cast.dongkeng, cast.dongkeng):
        cast.wish(organisation=organisation)
    which = {"organisation": cast.dongkeng.id, "status": WishStatus.OPEN, "before": 2**31 - 1, "limit": 2}
    found = list(home.newest_wishes_at.all(Wish, **which))
    assert_same(found, Wish.select().where(Wish.organisation == cast.dongkeng).order_by(Wish.id.desc()).limit(2))
    assert [wish.organisation.path for wish in found] == [cast.dongkeng.path] * 2


def test_unread_messages(cast, now):
    for title in ("一", "二"):
        messages.queue(Message(Purpose.NOTICE, title, ""), [cast.wang.person.id, cast.li.person.id], now=now)
    read_one = Delivery.select(Delivery.id).where(Delivery.person == cast.wang.person.id).order_by(Delivery.id).limit(1)
    Delivery.update(read_at=now).where(Delivery.id == read_one.scalar()).execute()
    counts = [home.unread.run(person=actor.person.id).fetchone()[0] for actor in (cast.wang, cast.li, cast.chen)]
    assert counts == [1, 2, 0]


def test_a_key_s_outcome_is_settled(cast, now):
    values = {"request_hash": "0" * 64, "status": 0, "resource_id": None, "now": now}
    every_command.add_idempotency_key.run(person=cast.wang.person.id, key="k", **values)
    every_command.settle_idempotency_key.run(person=cast.wang.person.id, key="k", status=201, resource_id=7)
    row = IdempotencyKey.get()
    assert (row.status, row.resource_id) == (201, 7)

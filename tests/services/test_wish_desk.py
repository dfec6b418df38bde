"""Wishes as the village's own seats see them."""

import datetime

import pytest

from models.appointments import Function
from models.notices import Notice
from models.wishes import Claim, ProgressNote, WishStatus
from services import wish_desk
from services.claims import claim_wish
from services.errors import NotAllowed, NotFound

DAY = datetime.timedelta(days=1)


@pytest.fixture
def held_note(cast, now):
    """A word on progress that WeChat doubts."""
    wish = cast.wish()
    claim_wish(wish.id, by=cast.wang, now=now)
    return ProgressNote.create(claim=Claim.get(wish=wish), text="加我微信", is_held=True, written_at=now)


def test_a_secretary_sees_the_wishes_of_their_own_village_but_no_drafts(cast):
    cast.wish()
    cast.wish(status=WishStatus.DRAFT)
    cast.wish(organisation=cast.xixi)
    assert [wish.organisation_id for wish in wish_desk.wishes_of_seats(cast.li)] == [cast.dongkeng.id]


def test_without_a_seat_for_wishes_there_is_nothing_to_see(cast):
    with pytest.raises(NotAllowed):
        wish_desk.wishes_of_seats(cast.wang)
    with pytest.raises(NotFound):
        wish_desk.get_wish(cast.wish().id, to=cast.wang)


@pytest.mark.parametrize(
    ("columns", "days", "is_late"),
    [
        ({"status": WishStatus.PENDING}, 2, False),
        ({"status": WishStatus.PENDING}, 3, True),
        ({"status": WishStatus.OPEN}, 13, False),
        ({"status": WishStatus.OPEN}, 14, True),
        ({"status": WishStatus.FULFILLED}, 90, False),
    ],
)
def test_a_wish_stands_still_when_its_state_has_lasted_too_long(cast, now, columns, days, is_late):
    cast.wish(**columns)
    found = wish_desk.find_wishes(to=cast.li, is_overdue=True, now=now + days * DAY)
    assert found.exists() is is_late


def test_the_one_that_has_waited_longest_comes_first(cast, now):
    cast.wish(status=WishStatus.PENDING)
    older = cast.wish(status=WishStatus.HELD, created_at=now - DAY)
    assert wish_desk.next_to_verify(to=cast.li).id == older.id
    assert wish_desk.next_to_verify(to=cast.wang) is None


def test_a_held_word_is_released_after_somebody_has_read_it(cast, now, held_note):
    assert [note.id for note in wish_desk.held_notes(to=cast.li)] == [held_note.id]
    wish_desk.release_note(held_note.id, by=cast.li, now=now)
    assert not ProgressNote.get_by_id(held_note.id).is_held
    assert wish_desk.held_notes(to=cast.li) == []


def test_a_held_word_that_will_not_do_is_deleted_and_its_writer_told(cast, now, held_note):
    wish_desk.drop_note(held_note.id, by=cast.li, now=now)
    assert ProgressNote.get_or_none() is None
    assert Notice.select().order_by(Notice.id.desc()).first().title == "进展请换个说法"


def test_another_villages_words_are_not_there_to_be_settled(cast, now, held_note):
    with pytest.raises(NotFound):
        wish_desk.release_note(held_note.id, by=cast.sun, now=now)


def test_somewhere_means_at_least_one_seat(cast):
    assert cast.li.require_somewhere(Function.VERIFY_WISHES) == [cast.dongkeng.path]
    with pytest.raises(NotAllowed):
        cast.wang.require_somewhere(Function.VERIFY_WISHES)

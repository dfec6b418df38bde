"""Polls: one answer each, changed while open, shown in totals."""

from __future__ import annotations

import datetime

import pytest

from models.party_days import PartyDay
from models.polls import PollAnswer
from services.errors import Invalid, NotAllowed, NotFound
from services.polls import PollClosed, PollResult, answer_poll, ask_poll, close_poll, list_polls
from tests.cast import Cast
from tests.races import from_threads
from tests.services.party_day_makers import a_party_day


@pytest.fixture
def day(cast: Cast) -> PartyDay:
    return a_party_day(cast)


def asked(cast: Cast, day: PartyDay) -> PollResult:
    return ask_poll(day.id, "下月去哪里", ["菇林", "古道"], by=cast.li, now=cast.now)


def counts(result: PollResult) -> list[int]:
    return [choice.count for choice in result.choices]


def test_a_person_answers_once_and_may_change_it(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    poll = asked(cast, day).poll
    answer_poll(poll.id, 1, by=cast.wang, now=now)
    result = answer_poll(poll.id, 2, by=cast.wang, now=now)
    assert (counts(result), result.mine, result.answers) == ([0, 1], 2, 1)


def test_after_closing_nobody_answers(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    poll = asked(cast, day).poll
    for _ in range(2):
        close_poll(poll.id, by=cast.li, now=now)
    with pytest.raises(PollClosed):
        answer_poll(poll.id, 1, by=cast.wang, now=now)


def test_only_the_seat_asks_and_only_the_list_answers(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    with pytest.raises(NotAllowed):
        ask_poll(day.id, "下月去哪里", ["菇林", "古道"], by=cast.wang, now=now)
    poll = asked(cast, day).poll
    officer = cast.secretary("周委员", cast.township)
    with pytest.raises(NotAllowed, match="not_expected"):
        answer_poll(poll.id, 1, by=officer, now=now)
    with pytest.raises(NotFound):
        answer_poll(poll.id, 1, by=cast.zhao, now=now)


def test_a_question_has_two_different_options(cast: Cast, day: PartyDay, now: datetime.datetime) -> None:
    for options in (["去"], ["去", "去"], [str(number) for number in range(9)]):
        with pytest.raises(Invalid):
            ask_poll(day.id, "去不去", options, by=cast.li, now=now)
    assert list_polls(day.id, to=cast.wang) == []


@pytest.mark.engine
def test_the_same_person_from_many_phones_has_one_answer(each_engine: str, now: datetime.datetime) -> None:
    cast = Cast(now)
    poll = asked(cast, a_party_day(cast)).poll
    from_threads(8, lambda number: answer_poll(poll.id, number % 2 + 1, by=cast.wang, now=now))
    assert PollAnswer.select().count() == 1

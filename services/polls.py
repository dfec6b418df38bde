"""Asking those on a meeting's lists what they think (features P14): totals only, and no vote of the Party."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

import peewee

from models.attendance import Attendance
from models.party_days import PartyDay, PartyDayStatus
from models.polls import Poll, PollAnswer, PollOption
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import Conflict, Invalid, NotAllowed, NotFound, WrongState
from services.party_days import get_party_day, runnable
from services.permissions import Actor

LABEL = "不作为党内表决依据"
FEWEST, MOST = 2, 8


class PollClosed(Conflict):
    code = "poll_closed"
    message = "这次征求意见已经结束，有话请直接和书记说"


@dataclass(frozen=True, slots=True)
class Choice:
    number: int
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class PollResult:
    """A poll in totals. `mine` is the number of one's own choice; who chose what is shown to nobody."""

    poll: Poll
    choices: list[Choice]
    mine: int | None

    @property
    def answers(self) -> int:
        return sum(choice.count for choice in self.choices)


@unit_of_work
def ask_poll(
    party_day_id: int, question: str, options: Sequence[str], *, by: Actor, now: datetime.datetime
) -> PollResult:
    """Ask one question; raises Invalid for fewer than two different options, WrongState once it was called off."""
    day, seat = runnable(party_day_id, by=by)
    if day.status not in (PartyDayStatus.PLANNED, PartyDayStatus.CLOSED):
        raise WrongState("wrong_state", "先发布这次主题党日，再征求意见")
    if not question or not FEWEST <= len(set(options)) == len(options) <= MOST:
        raise Invalid("options_invalid", f"请写问题和 {FEWEST} 到 {MOST} 个不同的选项", {"options": "请核对"})
    poll = Poll.create(party_day=day, question=question, asked_by=by.person, asked_at=now)
    for number, text in enumerate(options, 1):
        PollOption.create(poll=poll, number=number, text=text)
    audit.record(
        "ask_poll", "party_day", day.id, by=by, seat=seat, now=now, organisation_id=day.organisation_id,
        after={"poll": poll.id},
    )  # fmt: skip
    return _result(poll, to=by)


@unit_of_work
def answer_poll(poll_id: int, number: int, *, by: Actor, now: datetime.datetime) -> PollResult:
    """Choose, or choose otherwise, while it is open. Whoever is on none of the day's lists raises NotAllowed."""
    poll, day = _visible(poll_id, by)
    if not Attendance.select().where(Attendance.party_day == day.id, Attendance.person == by.person.id).exists():
        raise NotAllowed("not_expected", "这次会议的名单上没有您，请联系书记")
    option = PollOption.get_or_none(PollOption.poll == poll.id, PollOption.number == number)
    if option is None:
        raise Invalid("option_unknown", "没有这个选项，请刷新后再选", {"number": "请重新选择"})
    # Closing waits for this lock, so that no answer slips in behind it.
    if Poll.update(question=Poll.question).where(Poll.id == poll.id, Poll.closed_at.is_null()).execute() != 1:
        raise PollClosed()
    changed = PollAnswer.update(option=option, answered_at=now).where(
        PollAnswer.poll == poll.id, PollAnswer.person == by.person.id
    )
    if changed.execute() == 0:
        PollAnswer.create(poll=poll, person=by.person, option=option, answered_at=now)
    audit.record("answer_poll", "party_day", day.id, by=by, now=now, after={"poll": poll.id})
    return _result(poll, to=by)


@unit_of_work
def close_poll(poll_id: int, *, by: Actor, now: datetime.datetime) -> PollResult:
    """Take no more answers; closing twice is once."""
    poll, _ = _visible(poll_id, by)
    day, seat = runnable(poll.party_day_id, by=by)
    if Poll.update(closed_at=now).where(Poll.id == poll.id, Poll.closed_at.is_null()).execute() == 1:
        audit.record(
            "close_poll", "party_day", day.id, by=by, seat=seat, now=now, organisation_id=day.organisation_id,
            after={"poll": poll.id},
        )  # fmt: skip
    return _result(Poll.get_by_id(poll.id), to=by)


def list_polls(party_day_id: int, *, to: Actor) -> list[PollResult]:
    """The polls of a Party day that one may see, oldest first."""
    day = get_party_day(party_day_id, to=to)
    return [_result(poll, to=to) for poll in Poll.select().where(Poll.party_day == day.id).order_by(Poll.id)]


def get_poll(poll_id: int, *, to: Actor) -> PollResult:
    """One poll; raises NotFound."""
    return _result(_visible(poll_id, to)[0], to=to)


def _visible(poll_id: int, to: Actor) -> tuple[Poll, PartyDay]:
    poll: Poll | None = Poll.get_or_none(Poll.id == poll_id)
    if poll is None:
        raise NotFound()
    return poll, get_party_day(poll.party_day_id, to=to)


def _result(poll: Poll, *, to: Actor) -> PollResult:
    counted = (
        PollOption.select(PollOption, peewee.fn.COUNT(PollAnswer.id).alias("answered"))
        .join(PollAnswer, peewee.JOIN.LEFT_OUTER)
        .where(PollOption.poll == poll.id)
        .group_by(PollOption)
        .order_by(PollOption.number)
    )
    mine = (
        PollAnswer.select(PollAnswer, PollOption)
        .join(PollOption)
        .where(PollAnswer.poll == poll.id, PollAnswer.person == to.person.id)
        .first()
    )
    choices = [Choice(option.number, option.text, option.answered) for option in counted]  # type: ignore[attr-defined]  # counted beside
    return PollResult(poll, choices, mine.option.number if mine else None)

"""Asking a meeting's people what they think; it decides nothing (features P14)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from models.party_days import PartyDay
from services import party_days, polls
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.forms import Form, Typed, submit
from web.console.once import make_once
from web.console.page import Page, go, page
from web.fields import Text
from web.lifecycle import utc_now


class PollForm(Form):
    question: Annotated[Text, Field(min_length=1, max_length=100)]
    options: Annotated[Text, Field(min_length=1, max_length=600)]  # one a line


@console.get("/party-days/<int:party_day_id>/polls/new")
def new_poll(party_day_id: int) -> Page:
    day, _ = party_days.runnable(party_day_id, by=current_actor())
    return _page(day, Typed())


def _page(day: PartyDay, typed: Typed) -> str:
    return page("poll_new.html", day=day, typed=typed, label=polls.LABEL)


@console.post("/party-days/<int:party_day_id>/polls/new")
def ask_poll(party_day_id: int) -> Page:
    """Put one question to those on the lists."""
    day, _ = party_days.runnable(party_day_id, by=current_actor())

    def act(form: PollForm) -> Page:
        options = [line.strip()[:60] for line in form.options.splitlines() if line.strip()]
        refuse_untold(form, form.question, *options)
        actor, now = current_actor(), utc_now()
        make_once(lambda: polls.ask_poll(day.id, form.question, options, by=actor, now=now).poll.id)
        return go("console.show_party_day", f"已发出，大家在手机上选。{polls.LABEL}", party_day_id=day.id)

    return submit(PollForm, act, again=lambda typed: _page(day, typed))


@console.post("/polls/<int:poll_id>/close")
def close_poll(poll_id: int) -> Page:
    """Take no more answers."""
    result = polls.close_poll(poll_id, by=current_actor(), now=utc_now())
    return go("console.show_party_day", "已结束", party_day_id=result.poll.party_day_id)

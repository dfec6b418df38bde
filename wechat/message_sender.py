"""Sending one message, by whichever of WeChat's APIs, and what its answer means for the outbox."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from wechat import answers
from wechat.client import AppClient
from wechat.errors import WeChatBusy
from wechat.failures import CallFailed
from wechat.limits import Lane
from wechat.logs import log_failure
from wechat.outcomes import Outcome, SendOutcome, outcome_of


class MessageSender:
    """One API that takes messages, at this path, in its own lane. `clock` gives the present instant in UTC."""

    def __init__(self, client: AppClient, path: str, lane: Lane, clock: Callable[[], datetime.datetime]) -> None:
        self._client, self._path, self._lane, self._clock = client, path, lane, clock

    def send(self, body: dict[str, Any]) -> SendOutcome:
        """Send one message; raises nothing."""
        try:
            with self._lane.call():
                answer = self._client.post_json(self._path, body)
                answers.must_have(answer, "errcode")
        except WeChatBusy:
            return SendOutcome(Outcome.RETRY, "busy")
        except CallFailed as failure:
            log_failure(self._lane.name, failure)
            return outcome_of(failure, self._clock())
        return SendOutcome(Outcome.SENT, "sent", message_id=answers.message_id_in(answer))


def fields_of(values: dict[str, str]) -> dict[str, dict[str, str]]:
    """A template's values in the shape that both APIs take them."""
    return {field: {"value": value} for field, value in values.items()}

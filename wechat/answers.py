"""Reading what WeChat answered. HTTP 200 decides nothing: an error comes as a number inside the JSON."""

from __future__ import annotations

import json
import re
from typing import Any

import requests
from urllib3.exceptions import HTTPError, NewConnectionError, ReadTimeoutError

from wechat.failures import CallFailed, NoAnswer, NotReached

NOT_HANDLED = {429, 502, 503}  # said by WeChat's front door, before any machine behind it acted
ERRCODE = re.compile(r"-?\d{1,9}")


def read(body: bytes) -> dict[str, Any]:
    """The JSON object in an answer's body; raises NoAnswer("unreadable") for anything else.

    The content type is not asked: jscode2session says text/plain. A byte order mark is passed over.
    """
    try:
        answer = json.loads(body.decode("utf-8-sig"), strict=False)  # control characters occur in texts
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict) or not ERRCODE.fullmatch(str(answer.get("errcode", 0))):
        raise NoAnswer("unreadable")
    return answer


def must_have(answer: dict[str, Any], name: str) -> None:
    """Raises NoAnswer("unreadable") when a member is missing, so that no stray JSON counts as a success."""
    if name not in answer:
        raise NoAnswer("unreadable")


def text_in(answer: dict[str, Any], name: str) -> str:
    """A text that must be there; raises NoAnswer("unreadable") when it is not."""
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise NoAnswer("unreadable")
    return value


def number_in(answer: dict[str, Any], name: str) -> float:
    """A positive number that must be there; raises NoAnswer("unreadable") when it is not."""
    value = answer.get(name)
    if not isinstance(value, int | float) or value <= 0:
        raise NoAnswer("unreadable")
    return value


def http_failure(status: int) -> CallFailed:
    """What an HTTP status other than success tells about the call."""
    return (NotReached if status in NOT_HANDLED else NoAnswer)(f"http_{status}")


def network_failure(error: requests.RequestException | HTTPError) -> CallFailed:
    """What a network error tells about the call: only without a connection is it certain that nothing happened."""
    inner = error.args[0] if error.args else None
    if isinstance(error, requests.ConnectTimeout) or isinstance(getattr(inner, "reason", None), NewConnectionError):
        return NotReached("no_connection")
    if isinstance(error, requests.Timeout) or isinstance(inner, ReadTimeoutError):
        return NoAnswer("timeout")
    return NoAnswer("connection_lost")

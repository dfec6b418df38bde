"""Reading what WeChat answered. HTTP 200 decides nothing: an error comes as a number inside the JSON."""

from __future__ import annotations

import codecs
import re
from typing import Any

import requests
from pydantic_core import from_json
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError, ReadTimeoutError

from wechat.failures import CallFailed, NoAnswer, NotReached

NOT_HANDLED = {429, 502, 503}  # said by WeChat's front door, before any machine behind it acted
MESSAGE_ID = re.compile(r"[0-9]{1,24}")
PICTURES = (b"\x89PNG", b"\xff\xd8\xff")  # how PNG and JPEG begin
NO_CONNECTION = (requests.ConnectTimeout, ConnectTimeoutError, NewConnectionError)
TOO_LATE = (requests.Timeout, ReadTimeoutError)
CONTROLS = re.compile(rb"[\x00-\x1f]")
ERRCODE = re.compile(r"-?\d{1,9}")


def read(body: bytes) -> dict[str, Any]:
    """The JSON object in an answer's body; raises NoAnswer("unreadable") for anything else.

    The content type is not asked: jscode2session says text/plain. A byte order mark is passed over.
    A picture, which comes bare, is answered as its member `picture`.
    """
    body = body.removeprefix(codecs.BOM_UTF8)
    if body.startswith(PICTURES):
        return {"picture": body}
    try:
        answer = from_json(CONTROLS.sub(b" ", body))  # which occur in texts, though no JSON has them
    except ValueError:
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


def message_id_in(answer: dict[str, Any]) -> str | None:
    """WeChat's number of a message it took; not every sample of its answers has one."""
    number = str(answer.get("msgid", ""))
    return number if MESSAGE_ID.fullmatch(number) else None


def picture_in(answer: dict[str, Any]) -> bytes:
    """A picture that must be there; raises NoAnswer("unreadable") when something else is."""
    picture = answer.get("picture")
    if not isinstance(picture, bytes):
        raise NoAnswer("unreadable")
    return picture


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
    if isinstance(error, NO_CONNECTION) or isinstance(getattr(inner, "reason", None), NewConnectionError):
        return NotReached("no_connection")
    if isinstance(error, TOO_LATE) or isinstance(inner, ReadTimeoutError):
        return NoAnswer("timeout")
    return NoAnswer("connection_lost")

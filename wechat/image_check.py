"""WeChat's check of pictures (media_check_async, version 2): asked now, answered by an event within half an hour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wechat.outcomes import Verdict
from wechat.push.messages import PushedMessage

IMAGE = 2  # media_type
NOT_FETCHED = -1008
# WeChat will never judge this picture for this person: not active for two hours, strange openid or address, repeated.
NEVER = frozenset({61010, 40003, 43104, 40004, 40129, 87020})


@dataclass(frozen=True, slots=True)
class ImageCheck:
    """What came of asking: WeChat will answer under `trace_id`; or `is_refused`, for good; or neither: ask later."""

    trace_id: str = ""
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class ImageVerdict:
    """What the event says. `is_unfetched`: WeChat could not download the picture and has not seen it."""

    trace_id: str
    verdict: Verdict
    is_unfetched: bool = False


def verdict_in(message: PushedMessage) -> ImageVerdict:
    """Read a wxa_media_check event; what cannot be read is UNKNOWN, and waits for a person."""
    fields: dict[str, Any] = message.fields
    trace_id, errcode = str(fields.get("trace_id", "")), str(fields.get("errcode", "0"))
    result = fields.get("result")
    suggest = result.get("suggest") if isinstance(result, dict) else None
    if errcode != "0" or suggest not in ("pass", "review", "risky"):
        return ImageVerdict(trace_id, Verdict.UNKNOWN, is_unfetched=errcode == str(NOT_FETCHED))
    return ImageVerdict(trace_id, Verdict(suggest))

"""Content check of text: /wxa/msg_sec_check."""

from __future__ import annotations

from sandbox.platform import people
from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.errors import ApiError
from sandbox.platform.ids import request_id

ACTIVE_WITHIN = 2 * 3600
LONGEST = 2500

# Writing one of these decides the verdict. The Chinese ones are seen only in unescaped UTF-8.
MARKERS = (
    ("risky", 20006, ("[[risky]]", "[[违规]]")),
    ("review", 21000, ("[[review]]", "[[存疑]]")),
)


def msg_sec_check(call: Call) -> Reply:
    content = call.json.get("content")
    if not isinstance(content, str) or not content:
        raise ApiError(47001)
    suggest, label = _judge(call.body)
    if call.json.get("version") != 2:
        return _version_1(suggest)
    _check_caller(call, content)
    return ok(
        result={"suggest": suggest, "label": label},
        detail=[{"strategy": "content_model", "errcode": 0, "suggest": suggest, "label": label, "prob": 90}],
        trace_id=request_id(call.now),
    )


def _check_caller(call: Call, content: str) -> None:
    """WeChat: only for someone who was in the mini-program within the last two hours."""
    if len(content) > LONGEST:
        raise ApiError(45002)
    if call.json.get("scene") not in (1, 2, 3, 4):
        raise ApiError(40129)
    person = people.find(call.db, call.text("openid"))
    if person["active_at"] is None or call.now - person["active_at"] > ACTIVE_WITHIN:
        raise ApiError(61010)


def _judge(body: bytes) -> tuple[str, int]:
    """WeChat: the check reads the bytes as sent, so text escaped to backslash-u slips past it."""
    for suggest, label, markers in MARKERS:
        if any(marker.encode() in body for marker in markers):
            return suggest, label
    return "pass", 100


def _version_1(suggest: str) -> Reply:
    """The old check knows only yes and no, and asks nothing about the person."""
    if suggest == "risky":
        raise ApiError(87014)
    return ok()

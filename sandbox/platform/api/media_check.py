"""Content check of pictures and sound: /wxa/media_check_async. The verdict comes later, as an event (media.py)."""

from __future__ import annotations

from sandbox.platform import media, people
from sandbox.platform.api.call import Call, Reply, ok
from sandbox.platform.api.text_check import ACTIVE_WITHIN
from sandbox.platform.errors import ApiError
from sandbox.platform.ids import request_id


def media_check_async(call: Call) -> Reply:
    """WeChat: only an address that everybody can fetch, only for someone active within two hours."""
    url = call.text("media_url")
    if not url.startswith(("http://", "https://")):
        raise ApiError(40004)
    if call.json.get("media_type") not in (1, 2) or call.json.get("version") != 2:
        raise ApiError(47001)
    if call.json.get("scene") not in (1, 2, 3, 4):
        raise ApiError(40129)
    person = people.find(call.db, call.text("openid"))
    if person["active_at"] is None or call.now - person["active_at"] > ACTIVE_WITHIN:
        raise ApiError(61010)
    trace_id = request_id(call.now)
    media.enqueue(call.db, trace_id, person["openid"], url, call.now)
    return ok(trace_id=trace_id)

"""The way every API call takes: fault, endpoint, credentials, quota, handler, log, wire."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from sandbox.platform import faults, quota, request_log, wire
from sandbox.platform.api.call import Call, Reply
from sandbox.platform.api.endpoints import ENDPOINTS
from sandbox.platform.errors import ApiError
from sandbox.platform.ids import request_id
from sandbox.platform.state import this_platform

bp = Blueprint("api", __name__)


@bp.route("/<path:api>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def serve(api: str) -> Response:
    """The call takes effect in one transaction; what waits or breaks comes after it."""
    if api.startswith("__admin"):
        abort(404)
    platform = this_platform()
    now = platform.clock.now()
    with platform.store.transaction() as db:
        call = Call(
            db=db,
            settings=platform.settings,
            api=api,
            method=request.method,
            query=request.args.to_dict(),
            body=request.get_data(),
            now=now,
            rid=request_id(now),
        )
        fault = faults.strike_call(call)
        call.fault = fault.kind if fault else None
        reply = _instead(call, fault) or _answer(call)
        request_log.write(call, reply, fault)
    return wire.send(reply, fault, platform.stopping)


def _instead(call: Call, fault: faults.Fault | None) -> Reply | None:
    """The answer of a fault under which the call never takes effect."""
    if fault is None or fault.kind not in faults.WITHOUT_EFFECT:
        return None
    if fault.kind == "errcode":
        return Reply.refusal(ApiError(fault.errcode or -1), call.rid)
    status = 502 if fault.kind == "http_502" else 200
    return Reply(wire.ERROR_PAGE.encode(), "text/html", status)


def _answer(call: Call) -> Reply:
    try:
        endpoint = ENDPOINTS.get(call.api)
        if endpoint is None:
            raise ApiError(40066)
        if call.method != endpoint.method:
            raise ApiError(43001 if endpoint.method == "GET" else 43002)
        call.account = endpoint.authorise(call)
        quota.count(call.db, call.account.appid, call.api, call.now)
        return endpoint.handle(call)
    except ApiError as error:
        return Reply.refusal(error, call.rid)

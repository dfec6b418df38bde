"""Every refusal and failure as one JSON shape: a stable code, a Chinese sentence, the fields concerned."""

from __future__ import annotations

import re

import peewee
import structlog
from flask import Flask, Response, g
from playhouse.pool import MaxConnectionsExceeded
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException

from services import errors
from web import strict_json

log = structlog.get_logger("web")

FIELD_NAME = re.compile(r"[a-z_]{1,40}")

STATUS_OF_FAMILY = {
    errors.NotLoggedIn: 401,
    errors.NotAllowed: 403,
    errors.NotFound: 404,
    errors.Conflict: 409,
    errors.Invalid: 422,
    errors.Unavailable: 503,
}
HTTP_ERRORS = {
    400: ("malformed_request", "请求的格式不对，请更新小程序后再试"),
    404: ("not_found", errors.NotFound.message),
    405: ("method_not_allowed", "不支持这种操作"),
    413: ("too_large", "内容太大了，请删减后再提交"),
    415: ("not_json", "请求的格式不对，请更新小程序后再试"),
}
NO_DATABASE = "系统正忙，请过一会儿再试"
FAILED = "系统出了点问题，我们已经记录，请稍后再试"
# What pydantic finds wrong, said to a villager.
FIELD_MESSAGES = {
    "missing": "请填写",
    "extra_forbidden": "不认识这一项",
    "string_too_long": "太长了，请删减",
    "string_too_short": "请填写",
    "too_long": "太长了，请删减",
    "too_short": "请填写",
    "literal_error": "请从给出的选项里选",
    "enum": "请从给出的选项里选",
    "bool_type": "请选择是或否",
    "bool_parsing": "请选择是或否",
    "int_parsing": "请填写整数",
    "int_type": "请填写整数",
    "greater_than_equal": "数字太小了",
    "less_than_equal": "数字太大了",
    "not_of_our_time": "年份不对，请核对后重填",
}


def register(app: Flask) -> None:
    app.register_error_handler(errors.Refusal, _refusal)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(peewee.InterfaceError, _no_database)
    app.register_error_handler(peewee.OperationalError, _no_database)
    app.register_error_handler(MaxConnectionsExceeded, _no_database)
    app.register_error_handler(Exception, _failure)


def error_answer(status: int, code: str, message: str, fields: dict[str, str] | None = None) -> Response:
    error: dict[str, object] = {"code": code, "message": message}
    if fields:
        error["fields"] = fields
    return Response(strict_json.encode({"error": error}), status=status, content_type="application/json")


def validation_answer(error: ValidationError) -> Response:
    """What pydantic refused, without echoing what was typed. A path that fits no row is not found."""
    if error.title.endswith("Path"):
        return error_answer(404, "not_found", errors.NotFound.message)
    return error_answer(422, "invalid", errors.Invalid.message, fields_of(error))


def fields_of(error: ValidationError) -> dict[str, str]:
    """What is wrong in which field, in words."""
    found = error.errors(include_input=False, include_context=False, include_url=False)
    return {_field_name(item["loc"]): FIELD_MESSAGES.get(item["type"], "填写有误") for item in found}


def malformed_json() -> Response:
    """What is no JSON of ours: also what is nested deeper than we can read."""
    return error_answer(400, "malformed_json", "请求的格式不对，请更新小程序后再试")


def _field_name(location: tuple[int | str, ...]) -> str:
    """Where in the body. Names of our fields only: one that a client made up may be somebody's number."""
    return ".".join(_known_part(part) for part in location) or "body"


def _known_part(part: int | str) -> str:
    return str(part) if isinstance(part, int) or FIELD_NAME.fullmatch(part) else "…"


def status_of(refusal: errors.Refusal) -> int:
    return next(code for family, code in STATUS_OF_FAMILY.items() if isinstance(refusal, family))


def _refusal(refusal: errors.Refusal) -> Response:
    return error_answer(status_of(refusal), refusal.code, refusal.message, refusal.fields)


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response
    status = error.code or 500
    code, message = HTTP_ERRORS.get(status, ("refused", "请求没有被接受，请稍后再试"))
    return error_answer(status, code, message)


def _no_database(error: Exception) -> Response:
    log_no_database(error)
    return error_answer(503, "database_unavailable", NO_DATABASE)


def log_no_database(error: Exception) -> None:
    log.error("database_unavailable", id=g.get("request_id"), kind=type(error).__name__)


def _failure(error: Exception) -> Response:
    log_failure(error)
    return error_answer(500, "internal_error", FAILED)


def log_failure(error: Exception) -> None:
    """The traceback goes to the log by its frames only: messages may carry what people typed."""
    log.error("failure", id=g.get("request_id"), kind=type(error).__name__, at=_where(error))


def _where(error: BaseException) -> list[str]:
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}")
        trace = trace.tb_next
    return frames[-6:]

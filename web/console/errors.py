"""Refusals and failures as pages: what happened, and where to go from there."""

from __future__ import annotations

from urllib.parse import urlsplit

import peewee
from flask import g, request, session, url_for
from flask_wtf.csrf import CSRFError
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException, NotFound

from services import errors
from web import errors as web_errors
from web.console.blueprint import FORM_BYTES, TOKEN, console, open_to_all
from web.console.confirming import carried
from web.console.forms import written
from web.console.page import Page, go, page

TITLES = {
    400: "没有收到完整的内容",
    403: "这件事您还办不了",
    404: "没有找到",
    409: "事情有了变化",
    413: "内容太大了",
    422: "还要改一改",
    503: "请稍等一会儿",
}
BACK = "next"


@console.errorhandler(errors.Refusal)
def refused(refusal: errors.Refusal) -> Page:
    return error_page(web_errors.status_of(refusal), refusal.message)


@console.errorhandler(errors.NotLoggedIn)
def not_logged_in(refusal: errors.NotLoggedIn) -> Page:
    """To the log-in page, and back here afterwards. What an old session was told is not kept.

    Nothing that is being written is left for it: a part of a page says it in a bar (desk.js), a form comes back. Both
    leave the cookie alone: an answer that comes late must not undo a log-in made meanwhile.
    """
    if request.headers.get("HX-Request"):
        return refusal.message, 401
    if _is_to_come_back():
        return _send_again(), 401
    had_one = session.pop(TOKEN, None) is not None
    if request.method == "GET":
        session[BACK] = request.full_path.removesuffix("?")
    return go("console.log_in", refusal.message if had_one else "")


@console.errorhandler(CSRFError)
def forged(_error: CSRFError) -> Page:
    """Nothing is done. What was typed before a new log-in comes back, to be sent by a click with a fresh token."""
    message = "页面放得太久，登录换过了。请回到上一页刷新，再提交一次"
    if request.headers.get("HX-Request"):
        return message, 401
    return (_send_again(), 400) if _is_to_come_back() else error_page(400, message)


def _is_to_come_back() -> bool:
    """A form of our own with something in it; another site's must not come to stand here beside a token of ours."""
    site, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    # Over plain HTTP browsers send the origin alone.
    is_ours = site in (None, "same-origin") and (origin is None or urlsplit(origin).netloc == request.host)
    is_short = (request.content_length or 0) <= FORM_BYTES  # before a log-in nobody sends us more to read
    return request.method == "POST" and is_ours and is_short and bool(carried(request.form))


def _send_again() -> str:
    has_files = any(file.filename for file in request.files.values())
    return page("send_again.html", typed=carried(request.form), texts=written(request.form), has_files=has_files)


@console.errorhandler(HTTPException)
def http_error(error: HTTPException) -> Page:
    status = error.code or 500
    return error_page(status, web_errors.HTTP_ERRORS.get(status, ("", "请求没有被接受，请稍后再试"))[1])


@console.errorhandler(peewee.InterfaceError)
@console.errorhandler(peewee.OperationalError)
@console.errorhandler(MaxConnectionsExceeded)
def no_database(error: Exception) -> Page:
    web_errors.log_no_database(error)
    return error_page(503, web_errors.NO_DATABASE)


@console.errorhandler(Exception)
def failed(error: Exception) -> Page:
    web_errors.log_failure(error)
    return error_page(500, web_errors.FAILED)


def error_page(status: int, message: str) -> tuple[str, int]:
    """A page of its own. It asks the database nothing, for that may be what failed."""
    title = TITLES.get(status, "系统出了点问题")
    home = url_for("console.show_today") if g.get("actor") else url_for("console.log_in")
    return page("error.html", title=title, message=message, status=status, home=home), status


@console.route("/<path:_path>", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
@open_to_all
def unknown(_path: str) -> Page:
    """Whatever no other rule knows: it belongs to the console, so it answers as a page."""
    raise NotFound

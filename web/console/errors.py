"""Refusals and failures as pages: what happened, and where to go from there."""

from __future__ import annotations

import peewee
from flask import g, request, session, url_for
from flask_wtf.csrf import CSRFError
from playhouse.pool import MaxConnectionsExceeded
from werkzeug.exceptions import HTTPException, NotFound

from services import errors
from web import errors as web_errors
from web.console.blueprint import TOKEN, console, open_to_all
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
    """To the log-in page, and back here afterwards. What an old session was told is not kept."""
    had_one = session.pop(TOKEN, None) is not None
    if request.method == "GET" and not request.headers.get("HX-Request"):
        session[BACK] = request.full_path.removesuffix("?")
    return go("console.log_in", refusal.message if had_one else "")


@console.errorhandler(CSRFError)
def forged(_error: CSRFError) -> Page:
    return error_page(400, "页面放得太久，登录换过了。请回到上一页刷新，再提交一次")


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

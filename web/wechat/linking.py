"""The page that followers open from the Official Account's chat, to tell who they are in the mini-program."""

from __future__ import annotations

import hmac

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from services import account_linking
from services.errors import Invalid, Refusal, Unavailable
from web.lifecycle import utc_now
from wechat.errors import CodeInvalid, WeChatBusy, WeChatUnavailable
from wechat.official_account import OfficialAccount, PageVisitor

bp = Blueprint("linking", __name__, url_prefix="/wechat/link", template_folder="../templates")

COOKIE = "link"
NO_PLACE_FOR_IT = Unavailable("no_official_account", "公众号还没有开通，请直接使用小程序")


@bp.get("")
def begin() -> Response:
    """WeChat's own log-in tells who opens this page; a state bound to this browser comes back with it."""
    token = account_linking.begin_visit(now=utc_now())
    back_to = current_app.extensions["settings"].public_url + url_for("linking.come_back")
    answer = redirect(_official().page_log_in_url(back_to, account_linking.state_of(token)))
    settings = current_app.extensions["settings"]
    answer.set_cookie(
        COOKIE,
        token,
        path="/wechat/link",
        max_age=int(account_linking.VISIT_LIVES.total_seconds()),
        httponly=True,
        secure=settings.public_url.startswith("https://"),
        samesite="Lax",
    )
    return answer


@bp.get("/return")
def come_back() -> Response:
    """Back from WeChat: whoever the unionid names is done; others type the number of the mini-program."""
    token = _token()
    if not hmac.compare_digest(request.args.get("state", "").encode(), account_linking.state_of(token).encode()):
        raise account_linking.VisitOver()
    official = _official()
    try:
        visitor = official.page_visitor(request.args.get("code", ""))
        _refuse_snapshot(visitor)
        follower = official.follower(visitor.openid)
    except CodeInvalid as error:
        raise account_linking.VisitOver() from error
    except (WeChatBusy, WeChatUnavailable) as error:
        raise Unavailable("wechat_unavailable", "微信暂时没有回应，请过一会儿再从公众号里打开") from error
    is_known = account_linking.recognise(token, visitor.openid, follower, appid=official.appid, now=utc_now())
    return _page("done" if is_known else "ask")


@bp.post("")
def link() -> Response:
    """The number was typed."""
    code = "".join(request.form.get("code", "").split())
    try:
        account_linking.link(_token(), code, appid=_official().appid, now=utc_now())
    except account_linking.CodeWrong as refusal:
        return _page("ask", problem=refusal.message, status=422)
    return _page("done")


@bp.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    return _page("refused", problem=refusal.message, status=503 if isinstance(refusal, Unavailable) else 403)


def _refuse_snapshot(visitor: PageVisitor) -> None:
    if visitor.is_snapshot:  # WeChat has made this openid up: it is nobody's
        raise Invalid("snapshot", "现在看到的是网页快照。请点页面上的“使用完整服务”，再试一次")


def _token() -> str:
    return request.cookies.get(COOKIE, "")


def _official() -> OfficialAccount:
    official: OfficialAccount | None = current_app.extensions["official_account"]
    if official is None:
        raise NO_PLACE_FOR_IT
    return official


def _page(step: str, *, problem: str = "", status: int = 200) -> Response:
    answer = make_response(render_template("link.html", step=step, problem=problem), status)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'self'; form-action 'self'"
    answer.headers["Referrer-Policy"] = "no-referrer"  # the address holds WeChat's code
    return answer

"""Message push: GET sets the address in WeChat's console, POST brings a message or an event."""

from __future__ import annotations

import structlog
from flask import Blueprint, Response, abort, current_app, request

from models.pushes import PushAccount
from services import chat, pushes
from services.chat import Chat
from services.chat_words import ChatLinks
from web.errors import error_answer
from web.lifecycle import utc_now
from wechat.push.messages import PushedMessage
from wechat.push.receiver import LARGEST_BODY_BYTES, PushReceiver
from wechat.push.refusals import PushRefused
from wechat.push.replies import sealed_reply, text_reply

log = structlog.get_logger("web")

bp = Blueprint("wechat", __name__, url_prefix="/wechat")

NOTHING_TO_SAY = "success"  # WeChat then shows nothing; it stays unsealed
SKEW_TO_TELL_SECONDS = 60
ACCOUNTS = {"mini-program": PushAccount.MINI_PROGRAM, "official-account": PushAccount.OFFICIAL_ACCOUNT}
ACCOUNT_RULE = f"/<any({', '.join(repr(name) for name in ACCOUNTS)}):name>"


@bp.get(ACCOUNT_RULE)
def verify(name: str) -> Response:
    """Show WeChat that the address is ours."""
    receiver = _receiver(name)
    return _plain(receiver.echo(request.args.to_dict(flat=False), now=utc_now()))


@bp.post(ACCOUNT_RULE)
def receive(name: str) -> Response:
    """Store what is pushed, then answer; the worker does the rest. An error here lets WeChat try again."""
    receiver = _receiver(name)
    message = receiver.open(request.args.to_dict(flat=False), _body(), now=utc_now())
    _tell_skew()
    reply = pushes.receive(ACCOUNTS[name], message, answer=lambda: _answer(ACCOUNTS[name], message), now=utc_now())
    if not reply:
        return _plain(NOTHING_TO_SAY)
    return Response(sealed_reply(receiver, reply, now=utc_now()), content_type="application/xml; charset=utf-8")


@bp.errorhandler(PushRefused)
def refuse(refusal: PushRefused) -> Response:
    """The reason goes to the log only: whoever forges pushes learns nothing from us."""
    log.warning("push_refused", rule=request.path, reason=refusal.reason)
    return error_answer(refusal.status, "push_refused", "不是微信发来的消息，或者消息不完整")


def _body() -> bytes:
    """413 before anything is read; of a body in chunks, which announces no length, after one byte too many."""
    if (request.content_length or 0) > LARGEST_BODY_BYTES:
        abort(413)
    request.max_content_length = LARGEST_BODY_BYTES + 1
    body = request.get_data()
    if len(body) > LARGEST_BODY_BYTES:
        abort(413)
    return body


def _receiver(name: str) -> PushReceiver:
    receiver: PushReceiver = current_app.extensions["push_receivers"][ACCOUNTS[name]]
    if not receiver.is_set_up:
        raise PushRefused("not_set_up")
    return receiver


def _answer(account: PushAccount, message: PushedMessage) -> str:
    """The passive reply. The mini-program has no chat of ours."""
    if account is PushAccount.MINI_PROGRAM:
        return ""
    settings = current_app.extensions["settings"]
    links = ChatLinks(settings.mini.appid, settings.public_url)
    said = chat.answer(message, Chat(settings.oa.appid, links), now=utc_now())
    return text_reply(message, said, now=utc_now()) if said else ""


def _tell_skew() -> None:
    """Before skewed clocks cost us every push, somebody should hear of it."""
    skew = utc_now().timestamp() - int(request.args["timestamp"])
    if abs(skew) > SKEW_TO_TELL_SECONDS:
        log.warning("push_clock_skew", seconds=round(skew))


def _plain(text: str) -> Response:
    return Response(text, content_type="text/plain; charset=utf-8")

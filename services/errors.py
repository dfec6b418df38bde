"""Refusals: a stable code for programs, a plain Chinese sentence for people.

Each family answers with one HTTP status (web/errors.py); the message says what to do next.
"""

from __future__ import annotations


class Refusal(Exception):
    """A use case said no; nothing was changed."""

    code = "refused"
    message = "刚刚有了变动，现在不能这样做；请刷新看一看"

    def __init__(
        self, code: str | None = None, message: str | None = None, fields: dict[str, str] | None = None
    ) -> None:
        self.code = code or self.code
        self.message = message or self.message
        self.fields = fields or {}
        super().__init__(self.code)


class NotLoggedIn(Refusal):
    code = "not_logged_in"
    message = "请先登录"


class NotAllowed(Refusal):
    code = "not_allowed"
    message = "您没有办理这件事的权限，可以请支部书记帮忙"


class NotFound(Refusal):
    code = "not_found"
    message = "没有找到，可能已经被删除或不对您开放；请返回看看，或者问问书记"


class Conflict(Refusal):
    code = "conflict"


class WrongState(Conflict):
    code = "wrong_state"
    message = "这件事已经到了下一步，请刷新后再看"


class ChangedMeanwhile(Conflict):
    """The second of two editors is told: their guard on the row's version matched nothing."""

    code = "changed_meanwhile"
    message = "您打开以后，别人刚改过这一条。您写的还在下面，请对照现在的内容再提交一次"


class DecidedMeanwhile(ChangedMeanwhile):
    """The second of two who decide is told, unless both decided the same."""

    message = "别人刚办过这一件，和您要办的不一样，请看看现在的结果"


class Invalid(Refusal):
    code = "invalid"
    message = "填写的内容有误，请改正后再提交"


class Unavailable(Refusal):
    code = "unavailable"
    message = "暂时办不了，请稍后再试"

"""What services hear when WeChat does not do what they asked. No text here holds a secret or a phone number."""

from __future__ import annotations


class WeChatError(Exception):
    """WeChat did not do what was asked."""


class WeChatUnavailable(WeChatError):
    """WeChat is down, slow or answers nonsense, or our account is set up wrongly: try later."""


class WeChatBusy(WeChatError):
    """This process already waits for WeChat as often as it may: try again in a moment."""


class CodeInvalid(WeChatError):
    """The phone's code is wrong, too old, for another purpose or blocked by WeChat: get a new one."""


class CodeUsed(CodeInvalid):
    """The code was exchanged before, perhaps by a repeat of this very request."""

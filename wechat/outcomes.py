"""What WeChat's error numbers mean to us (wechat.md §1 is the source of every line)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from wechat.errors import CodeInvalid, CodeUsed, WeChatError, WeChatUnavailable
from wechat.failures import CallFailed, NotReached, Refused, TurnedOff

SHANGHAI = ZoneInfo("Asia/Shanghai")


class Verdict(StrEnum):
    """WeChat's judgement of a text. All but PASS wait for a person; UNKNOWN means it could not be asked."""

    PASS = "pass"  # noqa: S105 (no password)
    REVIEW = "review"
    UNKNOWN = "unknown"
    RISKY = "risky"


class Outcome(StrEnum):
    """What to do about a message after trying to send it."""

    SENT = "sent"
    NO_GRANT = "no_grant"  # the person has not agreed to another message of this template
    REFUSED = "refused"  # WeChat will never take this message
    RETRY = "retry"  # certainly not delivered; another attempt may succeed
    PAUSED = "paused"  # certainly not delivered, and no other message would be before `paused_until`
    UNKNOWN = "unknown"  # perhaps delivered: must not be sent again


@dataclass(frozen=True, slots=True)
class SendOutcome:
    """`reason` is a stable word (at most 40 letters) for reports; errcode and rid are for logs.

    `message_id` is WeChat's number of a message it took, by which later events speak of it. `banned_until`: no
    other message of this template would be taken before.
    """

    outcome: Outcome
    reason: str
    errcode: int | None = None
    rid: str | None = None
    paused_until: datetime.datetime | None = None
    message_id: str | None = None
    banned_until: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class DraftOutcome:
    """What became of an article sent to the account's drafts: it lies there under `media_id`, or not, or
    (`is_lost`) nobody knows."""

    media_id: str = ""
    is_lost: bool = False
    reason: str = ""


SEND_OUTCOMES: dict[int, tuple[Outcome, str]] = {
    43101: (Outcome.NO_GRANT, "no_grant"),
    43004: (Outcome.REFUSED, "not_following"),
    40003: (Outcome.REFUSED, "openid_invalid"),
    40037: (Outcome.REFUSED, "template_invalid"),
    41030: (Outcome.REFUSED, "page_invalid"),
    43107: (Outcome.REFUSED, "capability_banned"),
    45168: (Outcome.REFUSED, "sensitive_word"),
    47001: (Outcome.REFUSED, "body_invalid"),
    47003: (Outcome.REFUSED, "value_invalid"),
    -1: (Outcome.RETRY, "system_error"),
    43108: (Outcome.RETRY, "concurrent_to_person"),
    44990: (Outcome.RETRY, "too_fast"),
    44991: (Outcome.RETRY, "too_fast"),
    45011: (Outcome.RETRY, "too_fast"),
    40001: (Outcome.PAUSED, "token_refused"),
    40014: (Outcome.PAUSED, "token_refused"),
    42001: (Outcome.PAUSED, "token_refused"),
    45009: (Outcome.PAUSED, "quota_used_up"),
    40013: (Outcome.PAUSED, "appid_invalid"),
    40125: (Outcome.PAUSED, "secret_invalid"),
    40164: (Outcome.PAUSED, "ip_not_allowed"),
    40243: (Outcome.PAUSED, "secret_frozen"),
    48001: (Outcome.PAUSED, "api_not_allowed"),
    48004: (Outcome.PAUSED, "api_not_allowed"),
    50002: (Outcome.PAUSED, "account_blocked"),
    50007: (Outcome.PAUSED, "account_blocked"),
    89503: (Outcome.PAUSED, "ip_not_allowed"),
}
# Nobody listed the others; they are answers, so nothing was delivered, and attempts are counted.
OTHER_ERROR = (Outcome.RETRY, "other_error")

# Only the people who run the deployment, or we who wrote it, can mend these.
ALERTS = frozenset(
    {40013, 40125, 40164, 40243, 45009, 48001, 48004, 50002, 50007, 89503}
    | {40037, 40129, 41001, 41030, 43002, 43104, 43107, 44002, 47001, 47003}
)
# Ordinary life: nothing to look into.
EVERYDAY = frozenset({40029, 40163, 40226, 43004, 43101, 61010})

CODE_ERRORS: dict[int, type[WeChatError]] = {40029: CodeInvalid, 40163: CodeUsed, 40226: CodeInvalid}

PAUSE = datetime.timedelta(minutes=10)
TOKEN_PAUSE = datetime.timedelta(minutes=1)
BAN = datetime.timedelta(hours=1)  # WeChat does not say how long; one message an hour finds out
BANNED = 43107


def error_of(failure: CallFailed) -> WeChatError:
    """What services hear of a failed call."""
    if isinstance(failure, Refused):
        return CODE_ERRORS.get(failure.errcode, WeChatUnavailable)(failure.reason)
    return WeChatUnavailable(failure.reason)


def outcome_of(failure: CallFailed, now: datetime.datetime) -> SendOutcome:
    """What the outbox hears of a failed send at the instant `now`."""
    if isinstance(failure, Refused):
        return _refused(failure, now)
    if isinstance(failure, TurnedOff):
        until = now + datetime.timedelta(seconds=failure.seconds)
        return SendOutcome(Outcome.PAUSED, failure.reason, paused_until=until)
    return SendOutcome(Outcome.RETRY if isinstance(failure, NotReached) else Outcome.UNKNOWN, failure.reason)


def _refused(refusal: Refused, now: datetime.datetime) -> SendOutcome:
    outcome, reason = SEND_OUTCOMES.get(refusal.errcode, OTHER_ERROR)
    until = _pause_end(reason, now) if outcome is Outcome.PAUSED else None
    banned_until = now + BAN if refusal.errcode == BANNED else None
    return SendOutcome(outcome, reason, refusal.errcode, refusal.rid, until, banned_until=banned_until)


def midnight_after(now: datetime.datetime) -> datetime.datetime:
    """When the daily quotas begin anew: at midnight in China."""
    tomorrow = now.astimezone(SHANGHAI).date() + datetime.timedelta(days=1)
    return datetime.datetime.combine(tomorrow, datetime.time(), SHANGHAI).astimezone(datetime.UTC)


def _pause_end(reason: str, now: datetime.datetime) -> datetime.datetime:
    if reason == "quota_used_up":
        return midnight_after(now)
    return now + (TOKEN_PAUSE if reason == "token_refused" else PAUSE)

"""A second person's word on a notice; withdrawing and correcting one that is out."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from services import notice_approvals, notice_lists, notice_versions
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform_told
from web.api.notices import NoticePath, SentNoticeAnswer, answer_with_state
from web.api.schemas import Body, Text, ToldBody
from web.api.wishes import checked
from web.lifecycle import utc_now


class ApprovalBody(ToldBody):
    decision: Literal["approve", "return"]
    reason: Text = Field("", max_length=200, description="Needed to send it back", examples=["时间写错了"])
    version: int | None = Field(
        None, description="What I have read: `changed_meanwhile` when I approve what reads otherwise by now"
    )


class WithdrawalBody(ToldBody):
    reason: Text = Field(min_length=1, max_length=200, description="Recipients read it", examples=["停水取消了"])


class NoticeCorrectionBody(Body):
    title: Text = Field(min_length=1, max_length=60, examples=["停水通知"])
    body: Text = Field("", max_length=2000, examples=["停水改到后天上午八点。"])


@api.post("/notices/<int:notice_id>/approval", operation_id="decide_notice", responses={200: SentNoticeAnswer})
def decide_notice(path: NoticePath, body: ApprovalBody) -> Response:
    """As its second pair of eyes, let a notice to many people go, or send it back to its author."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        if body.decision == "approve":
            notice_approvals.approve_notice(path.notice_id, version=body.version, by=actor, now=now)
        else:
            notice_approvals.return_notice(path.notice_id, body.reason, by=actor, now=now)
        return Outcome(200, path.notice_id)

    return answer_with_state(perform_told(act, body.reason, is_released=body.is_released))


@api.post("/notices/<int:notice_id>/withdrawal", operation_id="withdraw_notice", responses={200: SentNoticeAnswer})
def withdraw_notice(path: NoticePath, body: WithdrawalBody) -> Response:
    """Take back a notice that is out: nobody else is told, inboxes say why."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, notice_versions.withdraw_notice(path.notice_id, body.reason, by=actor, now=now).id)

    return answer_with_state(perform_told(act, body.reason, is_released=body.is_released))


@api.post("/notices/<int:notice_id>/correction", operation_id="correct_notice", responses={202: SentNoticeAnswer})
def correct_notice(path: NoticePath, body: NoticeCorrectionBody) -> Response:
    """Send a new version, marked 更正, to the people of a notice that is out."""
    actor, now = current_actor(), utc_now()
    notice_lists.get_notice(path.notice_id, to=actor)  # before WeChat is asked about the text

    def act(is_held: bool) -> Outcome:
        correction = notice_versions.correct_notice(
            path.notice_id, body.title, body.body, is_held=is_held, by=actor, now=now
        )
        return Outcome(202, correction.id)

    return answer_with_state(checked(act, body.title, body.body))

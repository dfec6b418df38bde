"""What became of a notice, and telling by phone or in the group whom WeChat did not reach."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.notices import DeliveryStatus, ToldHow, Way
from services import notice_replies, notice_reports
from services.idempotency import Outcome
from services.notice_reports import Step, Unreached
from services.notice_words import WHY_NOT_REACHED, why_not
from services.phones import masked
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.notices import NoticePath
from web.api.schemas import Answer, Body, Id, Text
from web.channel import wechat_channel
from web.lifecycle import utc_now


class StepAnswer(Answer):
    way: Way = Field(description="`subscribe`: the mini-program; `template`: the Official Account")
    reason: str = Field(description="Stable, for programs", examples=["no_grant"])
    reason_text: str = Field(description="For people", examples=["没有剩余的微信提醒次数"])


class UnreachedAnswer(Answer):
    person_id: int
    name: str = Field(examples=["王大爷"])
    reason: str = Field(description="Stable, for programs", examples=["unbound"])
    reason_text: str = Field(description="For people", examples=["没有绑定微信"])
    phone: str = Field(description="Masked", examples=["*******0012"])
    steps: list[StepAnswer] = Field(description="Each way that was tried, and why it did not do")


class ReportAnswer(Answer):
    people: int = Field(description="The sum of the next six", examples=[300])
    delivered: int
    inbox_only: int
    unbound: int
    failed: int
    unknown: int = Field(description="Sent, but WeChat never said whether it arrived; not sent again")
    pending: int
    read: int
    told: int = Field(description="Told by phone, or answered in the group")
    by_template: int = Field(description="Of the delivered, those told by the Official Account")
    unreached: list[UnreachedAnswer] = Field(description="Neither delivered nor read nor told: to be phoned")


class PeopleBody(Body):
    person_ids: list[Id] = Field(min_length=1, max_length=1000)


class PastedBody(Body):
    text: Text = Field(min_length=1, max_length=20_000, examples=["#接龙\n1. 王小禾\n2. 李秀英 收到"])


class MatchedAnswer(Answer):
    person_id: int
    name: str


class ReplyCandidateAnswer(Answer):
    person_id: int
    name: str
    phone: str = Field(description="Masked: tells namesakes apart", examples=["*******0012"])


class AmbiguousAnswer(Answer):
    text: str
    candidates: list[ReplyCandidateAnswer]


class RepliesAnswer(Answer):
    matched: list[MatchedAnswer]
    ambiguous: list[AmbiguousAnswer]
    unknown: list[str]


@api.get("/notices/<int:notice_id>/report", operation_id="get_notice_report", responses={200: ReportAnswer})
def get_notice_report(path: NoticePath) -> Response:
    """Whom the notice has reached, in numbers that add up, and whom to phone."""
    return _report(path.notice_id).to_response()


@api.post("/notices/<int:notice_id>/phoned", operation_id="mark_phoned", responses={200: ReportAnswer})
def mark_phoned(path: NoticePath, body: PeopleBody) -> Response:
    """Note whom I have told by phone: they leave the list of those to be phoned."""
    return _mark(path.notice_id, body, ToldHow.PHONE)


@api.post("/notices/<int:notice_id>/replies", operation_id="record_replies", responses={200: ReportAnswer})
def record_replies(path: NoticePath, body: PeopleBody) -> Response:
    """Note who has answered in the WeChat group."""
    return _mark(path.notice_id, body, ToldHow.GROUP)


@api.post("/notices/<int:notice_id>/replies/preview", operation_id="preview_replies", responses={200: RepliesAnswer})
def preview_replies(path: NoticePath, body: PastedBody) -> Response:
    """Which recipients stand in a 群接龙 pasted from the group. Changes nothing."""
    found = notice_replies.read_replies(path.notice_id, body.text, to=current_actor())
    return RepliesAnswer(
        matched=[MatchedAnswer(person_id=one.person_id, name=one.name) for one in found.matched],
        ambiguous=[
            AmbiguousAnswer(
                text=one.text,
                candidates=[
                    ReplyCandidateAnswer(person_id=person.id, name=person.name, phone=masked(person.phone_tail))
                    for person in one.candidates
                ],
            )
            for one in found.ambiguous
        ],
        unknown=found.unknown,
    ).to_response()


def _mark(notice_id: int, body: PeopleBody, how: ToldHow) -> Response:
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        notice_reports.mark_told(notice_id, body.person_ids, how, by=actor, now=now)
        return Outcome(200, notice_id)

    done = perform(act)
    return _report(notice_id).to_response(done.status)


def _report(notice_id: int) -> ReportAnswer:
    report = notice_reports.get_report(notice_id, channel=wechat_channel(), to=current_actor())
    return ReportAnswer(
        people=report.people,
        delivered=report.delivered,
        inbox_only=report.inbox_only,
        unbound=report.unbound,
        failed=report.failed,
        unknown=report.unknown,
        pending=report.pending,
        read=report.read,
        told=report.told,
        by_template=report.by_template,
        unreached=[_present(one) for one in report.unreached],
    )


def _present(one: Unreached) -> UnreachedAnswer:
    return UnreachedAnswer(
        person_id=one.person_id,
        name=one.name,
        reason=one.reason,
        reason_text=WHY_NOT_REACHED[one.status],
        phone=masked(one.phone_tail),
        steps=[_present_step(step, one.status) for step in one.steps],
    )


def _present_step(step: Step, status: DeliveryStatus) -> StepAnswer:
    return StepAnswer(way=step.way, reason=step.reason, reason_text=why_not(step.way, step.reason, status))

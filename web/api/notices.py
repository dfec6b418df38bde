"""Mass notices: whom they are for, sending, scheduling, cancelling; what became of them; their other texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Literal

from flask import Response
from pydantic import Field

from models.appointments import Role
from models.notices import Notice, NoticeStatus
from models.people import Standing
from services import audience_words, audiences, notice_lists, notice_texts, notice_versions, notices
from services.audience_reach import Audience, roles_named, sender_of
from services.idempotency import Outcome
from services.notices import NoticeText
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.schemas import Answer, Body, Id, Instant, ListAnswer, NoBody, OrganisationRef, Page, Text, part_of_list
from web.api.wishes import checked
from web.channel import wechat_channel
from web.fields import When
from web.lifecycle import utc_now

RoleName = Literal[tuple(role.value for role in (*Role, *Standing))]


class NoticePath(Answer):
    notice_id: Id


class AudienceBody(Body):
    organisation_id: Id | None = Field(None, description="This organisation and all below it")
    alliance_id: Id | None = Field(None, description="Today's members of the alliance")
    event_id: Id | None = None
    party_day_id: Id | None = None
    roles: list[RoleName] = Field(
        default_factory=list, max_length=10, description="Seats held today, or standings; any of them will do"
    )

    def to_audience(self) -> Audience:
        return Audience(**{**self.model_dump(), "roles": roles_named(self.roles)})


class HeadCountAnswer(Answer):
    people: int = Field(description="The sum of the other three", examples=[300])
    reachable_by_wechat: int = Field(examples=[100])
    inbox_only: int = Field(description="On WeChat, but no reminder left: they find it in their inbox", examples=[150])
    unbound: int = Field(description="Not on WeChat: to be phoned", examples=[50])


class SendNoticeBody(Body):
    title: Text = Field(min_length=1, max_length=60, examples=["周六主题党日"])
    body: Text = Field("", max_length=2000, examples=["11月28日 9:00 在村部会议室，请带好党徽。"])
    audience: AudienceBody = Field(description="An empty one is everybody of my own organisation: said, not forgotten")
    send_at: When | None = Field(None, description="Now, if left out", examples=["2026-11-27T18:00:00+08:00"])
    urgent: bool = Field(False, description="WeChat rings even at night")

    def to_text(self) -> NoticeText:
        return NoticeText(self.title, self.body, self.audience.to_audience(), self.send_at, self.urgent)


class ReviseNoticeBody(SendNoticeBody):
    version: int = Field(
        examples=[0], description="What I have read: `changed_meanwhile` when it reads otherwise by now"
    )


class SentNoticeAnswer(Answer):
    id: int
    status: NoticeStatus = Field(
        description="`held`: waits until somebody releases its text; `awaiting_approval`: for a second person"
    )


class NoticeAudienceAnswer(Answer):
    in_words: str = Field(examples=["东坑村的正式党员、预备党员"])
    organisation_id: int | None
    alliance_id: int | None
    event_id: int | None
    party_day_id: int | None
    roles: list[RoleName]


class NoticeAnswer(Answer):
    id: int
    version: int = Field(description="Rises with each change: say it when you decide about what you have read")
    title: str = Field(examples=["周六主题党日"])
    body: str
    status: NoticeStatus
    organisation: OrganisationRef | None
    author: str = Field(description="Who answers for it", examples=["李书记"])
    is_mine: bool = Field(description="I wrote it: somebody else approves it")
    urgent: bool
    created_at: Instant
    send_at: Instant | None
    sent_at: Instant | None
    reason: str = Field(description="Why it was sent back or withdrawn")
    audience: NoticeAudienceAnswer | None = Field(None, description="Whom it is for; not in lists")
    is_correction: bool = Field(description="Goes to the people of the notice it corrects, whatever its audience")
    people: int | None = Field(
        None,
        description="How many it would go to now: for those who may send it there, until it is out; not in lists",
        examples=[300],
    )


class NoticesQuery(Page):
    status: NoticeStatus | None = None


class ReleaseBody(Body):
    version: int | None = Field(
        None, description="What I have read; `changed_meanwhile` when it reads otherwise by now"
    )


class TextsAnswer(Answer):
    group: str = Field(description="To be copied into a WeChat group")
    speech: str = Field(description="To be read over a loudspeaker, within a minute")


@api.post("/audiences", operation_id="preview_audience", responses={200: HeadCountAnswer})
def preview_audience(body: AudienceBody) -> Response:
    """How many people an audience has just now, and how WeChat would reach them. Changes nothing."""
    count = audiences.preview_audience(body.to_audience(), channel=wechat_channel(), by=current_actor(), now=utc_now())
    return HeadCountAnswer(
        people=count.people,
        reachable_by_wechat=count.reachable_by_wechat,
        inbox_only=count.inbox_only,
        unbound=count.unbound,
    ).to_response()


@api.post("/notices", operation_id="send_notice", responses={202: SentNoticeAnswer})
def send_notice(body: SendNoticeBody) -> Response:
    """Tell an audience, now or later. The inboxes are filled, and WeChat rung, by the worker."""
    actor, now = current_actor(), utc_now()
    sender_of(body.audience.to_audience(), by=actor, now=now)  # before WeChat is asked about the text

    def act(is_held: bool) -> Outcome:
        return Outcome(202, notices.send_notice(body.to_text(), is_held=is_held, by=actor, now=now).id)

    return answer_with_state(checked(act, body.title, body.body))


@api.get("/notices", operation_id="list_notices", responses={200: ListAnswer[NoticeAnswer]})
def list_notices(query: NoticesQuery) -> Response:
    """What my seats have sent or mean to send, newest first."""
    found = notice_lists.list_notices(
        to=current_actor(), status=query.status, before_id=query.after_id, limit=query.limit + 1
    )
    items = [_present(notice) for notice in found]
    return part_of_list(items, [notice.id for notice in found], query.limit).to_response()


@api.get("/notices/<int:notice_id>", operation_id="get_notice", responses={200: NoticeAnswer})
def get_notice(path: NoticePath) -> Response:
    """One notice of my seats."""
    actor = current_actor()
    notice = notice_lists.get_notice(path.notice_id, to=actor)
    answer = _present(notice)
    answer.audience = _present_audience(notice)
    answer.people = notices.people_waiting_for(notice, by=actor, now=utc_now())
    return answer.to_response()


@api.put("/notices/<int:notice_id>", operation_id="revise_notice", responses={200: SentNoticeAnswer})
def revise_notice(path: NoticePath, body: ReviseNoticeBody) -> Response:
    """Write one anew that has not gone out: it is checked, and approved, anew. A correction keeps its people."""
    actor, now = current_actor(), utc_now()
    notice_lists.get_notice(path.notice_id, to=actor)  # before WeChat is asked about the text

    def act(is_held: bool) -> Outcome:
        revised = notice_versions.revise_notice(
            path.notice_id, body.to_text(), is_held=is_held, version=body.version, by=actor, now=now
        )
        return Outcome(200, revised.id)

    return answer_with_state(checked(act, body.title, body.body))


@api.post("/notices/<int:notice_id>/cancellation", operation_id="cancel_notice", responses={200: SentNoticeAnswer})
def cancel_notice(path: NoticePath, body: NoBody) -> Response:
    """Take back a notice that has not been sent yet."""
    actor, now = current_actor(), utc_now()
    return _perform(lambda: notices.cancel_notice(path.notice_id, by=actor, now=now))


@api.post("/notices/<int:notice_id>/release", operation_id="release_notice", responses={200: SentNoticeAnswer})
def release_notice(path: NoticePath, body: ReleaseBody) -> Response:
    """Let a held or paused notice go; I answer for it from now on, which is logged."""
    actor, now = current_actor(), utc_now()
    return _perform(lambda: notices.release_notice(path.notice_id, version=body.version, by=actor, now=now))


@api.get("/notices/<int:notice_id>/texts", operation_id="get_notice_texts", responses={200: TextsAnswer})
def get_notice_texts(path: NoticePath) -> Response:
    """The notice as text for the WeChat group, and as a script for the village loudspeaker."""
    texts = notice_texts.get_texts(path.notice_id, to=current_actor())
    return TextsAnswer(group=texts.group, speech=texts.speech).to_response()


def _perform(act: Callable[[], Notice]) -> Response:
    return answer_with_state(perform(lambda: Outcome(200, act().id)))


def answer_with_state(done: Outcome) -> Response:
    """How the notice that a command was about stands now."""
    assert done.resource_id is not None, "every outcome here is about a notice"
    notice = notice_lists.get_notice(done.resource_id, to=current_actor())
    return SentNoticeAnswer(id=notice.id, status=notice.status).to_response(done.status)


def _present(notice: Notice) -> NoticeAnswer:
    organisation = notice.organisation
    return NoticeAnswer(
        id=notice.id,
        version=notice.version,
        title=notice.title,
        body=notice.body,
        status=notice.status,
        organisation=OrganisationRef(id=organisation.id, name=organisation.name) if organisation else None,
        author=notice.author.name if notice.author else "",
        is_mine=notice.author_id == current_actor().person.id,
        urgent=notice.is_urgent,
        created_at=notice.created_at,
        send_at=notice.send_at,
        sent_at=notice.sent_at,
        reason=notice.reason or "",
        is_correction=notice.corrects_id is not None,
    )


def _present_audience(notice: Notice) -> NoticeAudienceAnswer:
    kept = asdict(Audience.kept_in(notice))
    return NoticeAudienceAnswer(in_words=audience_words.audience_of(notice), **kept)

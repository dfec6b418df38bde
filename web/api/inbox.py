"""My inbox."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.notices import Delivery
from services import inbox
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.schemas import Answer, Id, Instant, ListAnswer, NoBody, Page, part_of_list
from web.lifecycle import utc_now


class InboxPath(Answer):
    notice_id: Id


class InboxAnswer(Answer):
    id: int
    title: str = Field(examples=["心愿有人认领了"])
    body: str
    page: str = Field(description="The mini-program page it leads to", examples=["wishes/wish/wish?id=7"])
    sent_at: Instant
    read_at: Instant | None


@api.get("/inbox", operation_id="list_inbox", responses={200: ListAnswer[InboxAnswer]})
def list_inbox(query: Page) -> Response:
    """My messages, newest first."""
    found = inbox.list_inbox(to=current_actor(), before_id=query.after_id, limit=query.limit + 1)
    items = [_present(delivery) for delivery in found]
    return part_of_list(items, [delivery.id for delivery in found], query.limit).to_response()


@api.post("/inbox/<int:notice_id>/read", operation_id="read_notice", responses={200: InboxAnswer})
def read_notice(path: InboxPath, body: NoBody) -> Response:
    """Mark a message as read."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        inbox.read_notice(path.notice_id, by=actor, now=now)
        return Outcome(200, path.notice_id)

    perform(act)
    return _present(inbox.get_delivery(path.notice_id, to=actor)).to_response()


def _present(delivery: Delivery) -> InboxAnswer:
    notice = delivery.notice
    title, body = inbox.words_of(notice)
    return InboxAnswer(
        id=notice.id,
        title=title,
        body=body,
        page=notice.page,
        sent_at=notice.told_at,
        read_at=delivery.read_at,
    )

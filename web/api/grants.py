"""How many WeChat reminders I have left, and what I answered when WeChat asked."""

from __future__ import annotations

from flask import Response
from pydantic import Field

from models.notices import Purpose
from services import grants
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.schemas import Answer, Body, ListAnswer
from web.channel import wechat_channel
from web.lifecycle import utc_now


class GrantAnswer(Answer):
    template_id: str = Field(examples=["tpl-notice"])
    purpose: Purpose
    left: int = Field(description="So many more messages may reach me through WeChat", examples=[2])


class RecordGrantsBody(Body):
    results: dict[str, grants.Answer] = Field(
        min_length=1,
        max_length=10,
        description="Per template id, as wx.requestSubscribeMessage answered",
        examples=[{"tpl-notice": "accept"}],
    )


@api.get("/me/grants", operation_id="list_grants", responses={200: ListAnswer[GrantAnswer]})
def list_grants() -> Response:
    """微信提醒还剩几次, per purpose."""
    return _answer(200)


@api.post("/me/grants", operation_id="record_grants", responses={200: ListAnswer[GrantAnswer]})
def record_grants(body: RecordGrantsBody) -> Response:
    """Note what I answered in WeChat's popup: each "accept" is one more message."""
    actor, now, channel = current_actor(), utc_now(), wechat_channel()

    def act() -> Outcome:
        grants.record_grants(body.results, channel=channel, by=actor, now=now)
        return Outcome(200, actor.identity_id)

    return _answer(perform(act).status)


def _answer(status: int) -> Response:
    left = grants.list_grants(channel=wechat_channel(), to=current_actor())
    items = [GrantAnswer(template_id=one.template_id, purpose=one.purpose, left=one.left) for one in left]
    return ListAnswer[GrantAnswer](items=items, next=None).to_response(status)

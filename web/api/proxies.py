"""代办: who acts for me, for whom I act, and those that wait for my word."""

from __future__ import annotations

from typing import Literal

from flask import Response
from pydantic import Field

from models.proxies import Proxy, ProxyRelation, ProxyStatus
from services import proxies
from services.idempotency import Outcome
from services.permissions import Actor
from web.api.blueprint import api, current_actor
from web.api.commands import perform
from web.api.schemas import Answer, Body, Id, Instant, Text
from web.lifecycle import utc_now


class PersonRef(Answer):
    id: int
    name: str = Field(examples=["王小禾"])


class ProxyAnswer(Answer):
    id: int
    elder: PersonRef = Field(description="For whom")
    helper: PersonRef = Field(description="Who acts")
    relation: ProxyRelation
    status: ProxyStatus
    asked_at: Instant
    may_decide: bool = Field(description="It waits for my word: as the other of the two, or as the secretary")


class ProxiesAnswer(Answer):
    i_help: list[ProxyAnswer] = Field(description="I act for these people: with X-Acting-For, once active")
    help_me: list[ProxyAnswer] = Field(description="These people act for me")
    to_decide: list[ProxyAnswer] = Field(description="These wait for my word as a secretary")


class ProxyPath(Answer):
    proxy_id: Id


class AskProxyBody(Body):
    side: Literal["i_help", "helps_me"] = Field(description="I act for them, or they for me")
    name: Text = Field(min_length=1, max_length=30, examples=["王奶奶"], description="Of somebody of my own village")
    relation: ProxyRelation = ProxyRelation.RELATIVE


class DecideProxyBody(Body):
    decision: Literal["approve", "refuse"]


@api.get("/me/proxies", operation_id="list_proxies", responses={200: ProxiesAnswer})
def list_proxies() -> Response:
    """For whom I act, who acts for me, and what waits for my word."""
    actor = current_actor()
    found = proxies.list_proxies(to=actor)
    return ProxiesAnswer(
        i_help=[_present(each, actor) for each in found.i_help],
        help_me=[_present(each, actor) for each in found.help_me],
        to_decide=[_present(each, actor) for each in found.to_decide],
    ).to_response()


@api.post("/me/proxies", operation_id="ask_proxy", responses={200: ProxyAnswer, 201: ProxyAnswer})
def ask_proxy(body: AskProxyBody) -> Response:
    """Ask to act for somebody, or ask them to act for me; a secretary's asking for an elder is the grant."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        proxy, is_new = proxies.ask_proxy(body.side, body.name, body.relation, by=actor, now=now)
        return Outcome(201 if is_new else 200, proxy.id)

    return _answer(perform(act))


@api.post("/proxies/<int:proxy_id>/decision", operation_id="decide_proxy", responses={200: ProxyAnswer})
def decide_proxy(path: ProxyPath, body: DecideProxyBody) -> Response:
    """Confirm or refuse, as the other of the two or as the secretary."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        return Outcome(200, proxies.decide_proxy(path.proxy_id, body.decision, by=actor, now=now).id)

    return _answer(perform(act))


@api.delete("/proxies/<int:proxy_id>", operation_id="end_proxy", responses={200: ProxyAnswer})
def end_proxy(path: ProxyPath) -> Response:
    """End it, or take back what was asked."""
    return _answer(Outcome(200, proxies.end_proxy(path.proxy_id, by=current_actor(), now=utc_now()).id))


def _answer(done: Outcome) -> Response:
    assert done.resource_id is not None, "every outcome here is about a proxy"
    actor = current_actor()
    return _present(proxies.get_proxy(done.resource_id, to=actor), actor).to_response(done.status)


def _present(proxy: Proxy, to: Actor) -> ProxyAnswer:
    return ProxyAnswer(
        id=proxy.id,
        elder=PersonRef(id=proxy.elder_id, name=proxy.elder.name),
        helper=PersonRef(id=proxy.helper_id, name=proxy.helper.name),
        relation=proxy.relation,
        status=proxy.status,
        asked_at=proxy.asked_at,
        may_decide=proxy.status is ProxyStatus.ASKED and proxies.may_decide(proxy, to),
    )

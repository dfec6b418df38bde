"""What WeChat itself tells of consents: answers to its popup, and consents taken back in its settings."""

from __future__ import annotations

from collections.abc import Iterator

from models.grants import GrantSource
from services import grants
from services.arrivals import Arrived
from wechat.push.messages import items_of

TAPS: dict[object, grants.Answer] = {"accept": "accept", "reject": "reject"}


def answered_popup(arrived: Arrived) -> None:
    """One line in the ledger for each template that the popup showed."""
    for template_id, status in _of_our_templates(arrived):
        if status in TAPS:
            identity_id = arrived.identity().id
            grants.count_tap(identity_id, template_id, TAPS[status], source=GrantSource.EVENT, now=arrived.sent_at)


def changed_settings(arrived: Arrived) -> None:
    """WeChat tells of refusals only."""
    for template_id, status in _of_our_templates(arrived):
        if status == "reject":
            grants.withdraw(arrived.identity().id, template_id, at=arrived.sent_at)


def _of_our_templates(arrived: Arrived) -> Iterator[tuple[str, object]]:
    """In a fixed order, so that two events of one person never wait for each other."""
    ours = arrived.channel.template_ids
    found = {(item.get("TemplateId"), item.get("SubscribeStatusString")) for item in _items(arrived)}
    yield from sorted((template_id, status) for template_id, status in found if template_id in ours)


def _items(arrived: Arrived) -> Iterator[dict[str, object]]:
    for item in items_of(arrived.message.fields):
        if isinstance(item.get("TemplateId"), str) and isinstance(item.get("SubscribeStatusString"), str):
            yield item

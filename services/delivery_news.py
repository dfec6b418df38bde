"""What WeChat tells later of messages that it had taken: some have not arrived after all."""

from __future__ import annotations

from models.notices import Delivery, DeliveryStatus, Way
from services.arrivals import Arrived, NotMarkedYet
from services.sending import status_after
from wechat.push.messages import items_of

BLOCKED, SYSTEM_FAILED = "blocked_by_person", "wechat_failed_later"


def subscribe_sent(arrived: Arrived) -> None:
    """Reports of subscribe messages; only failures matter."""
    for item in items_of(arrived.message.fields):
        if str(item.get("ErrorCode", "0")) != "0":
            _did_not_arrive(str(item.get("MsgID", "")), SYSTEM_FAILED, arrived)


def template_sent(arrived: Arrived) -> None:
    """The report of one template message: `success`, `failed:user block`, `failed: system failed`."""
    status = str(arrived.message.fields.get("Status", "")).lower()
    if "success" not in status:
        reason = BLOCKED if "block" in status else SYSTEM_FAILED
        _did_not_arrive(str(arrived.message.fields.get("MsgID", "")), reason, arrived)


def _did_not_arrive(message_id: str, reason: str, arrived: Arrived) -> None:
    """A subscribe message is followed by the second way, if there is one; after that the person must be phoned."""
    ours = Delivery.message_id == message_id
    if not message_id or not Delivery.select().where(ours).exists():
        raise NotMarkedYet
    delivered = ours & (Delivery.status == DeliveryStatus.DELIVERED)
    moved = Delivery.update(
        status=DeliveryStatus.PENDING,
        way=Way.TEMPLATE,
        subscribe_reason=reason,
        due_at=arrived.now,
        sent_at=None,
        message_id=None,
    )
    if moved.where(delivered, Delivery.way == Way.SUBSCRIBE).execute() == 1:
        return
    row = Delivery.get_or_none(ours)
    if row is not None:
        Delivery.update(status=status_after(row.subscribe_reason, reason), reason=reason, sent_at=None).where(
            delivered
        ).execute()

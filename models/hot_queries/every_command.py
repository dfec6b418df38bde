"""What every command writes and looks up: its key, its audit entry, the policies, what people are told."""

from __future__ import annotations

from models.audit import AuditEntry
from models.compiled import Compiled, slot
from models.idempotency import IdempotencyKey
from models.notices import Delivery, DeliveryStatus, Notice, NoticeKind, NoticeStatus, Way
from models.policies import Policy

add_idempotency_key = Compiled(
    lambda: IdempotencyKey.insert(
        {
            IdempotencyKey.person: slot("person", IdempotencyKey.person),
            IdempotencyKey.key: slot("key", IdempotencyKey.key),
            IdempotencyKey.request_hash: slot("request_hash", IdempotencyKey.request_hash),
            IdempotencyKey.status: slot("status", IdempotencyKey.status),
            IdempotencyKey.resource_id: slot("resource_id", IdempotencyKey.resource_id),
            IdempotencyKey.created_at: slot("now", IdempotencyKey.created_at),
        }
    ).on_conflict_ignore()
)

idempotency_key = Compiled(
    lambda: IdempotencyKey.select().where(
        IdempotencyKey.person == slot("person", IdempotencyKey.person),
        IdempotencyKey.key == slot("key", IdempotencyKey.key),
    )
)

add_audit_entry = Compiled(
    lambda: AuditEntry.insert(
        {
            column: slot(column.name, column)
            for column in AuditEntry._meta.sorted_fields
            if column is not AuditEntry._meta.primary_key
        }
    )
)

# All decisions on one policy: there are few, and which of them is nearest is told in Python.
decided_values = Compiled(
    lambda: (
        Policy.select(Policy.organisation, Policy.value)
        .where(Policy.name == slot("name", Policy.name), Policy.from_at <= slot("now", Policy.from_at))
        .order_by(Policy.from_at, Policy.id)
    )
)

add_notice = Compiled(
    lambda: Notice.insert(
        {
            Notice.kind: NoticeKind.SINGLE,
            Notice.status: NoticeStatus.SENT,
            Notice.is_urgent: False,
            **{
                column: slot(column.name, column)
                for column in (
                    *(Notice.purpose, Notice.title, Notice.body, Notice.page, Notice.fields, Notice.created_at),
                    Notice.good_until,
                )
            },
        }
    )
)

add_delivery = Compiled(
    lambda: Delivery.insert(
        {
            Delivery.notice: slot("notice", Delivery.notice),
            Delivery.person: slot("person", Delivery.person),
            Delivery.status: DeliveryStatus.PENDING,
            Delivery.reason: "",
            Delivery.way: Way.SUBSCRIBE,
            Delivery.subscribe_reason: "",
            Delivery.attempts: 0,
            Delivery.due_at: slot("now", Delivery.due_at),
        }
    )
)

settle_idempotency_key = Compiled(
    lambda: IdempotencyKey.update(
        {
            IdempotencyKey.status: slot("status", IdempotencyKey.status),
            IdempotencyKey.resource_id: slot("resource_id", IdempotencyKey.resource_id),
        }
    ).where(
        IdempotencyKey.person == slot("person", IdempotencyKey.person),
        IdempotencyKey.key == slot("key", IdempotencyKey.key),
    )
)

"""Using grants up: the outbox's side of the ledger. Everything here happens inside the caller's unit of work.

A grant is taken in the commit that marks its message as `sending`, before WeChat is called. It comes back
only when the message certainly did not arrive; sent, or unknown, it stays used (design rule 3).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from typing import Any

from models.database import database
from models.grants import GrantChange, GrantEntry, GrantSource, SubscriptionGrant


def lock_left(identity_ids: Collection[int], template_ids: Collection[str]) -> dict[tuple[int, str], int]:
    """Ids of the grants that have messages left, by account and template; locked until the commit."""
    if not identity_ids or not template_ids:
        return {}
    rows: Any = (
        SubscriptionGrant.select(SubscriptionGrant.id, SubscriptionGrant.identity, SubscriptionGrant.template_id)
        .where(
            SubscriptionGrant.identity.in_(sorted(identity_ids)),
            SubscriptionGrant.template_id.in_(sorted(template_ids)),
            SubscriptionGrant.left > 0,
        )
        .order_by(SubscriptionGrant.id)
    )
    if database.for_update:
        rows = rows.for_update()
    return {(identity, template): grant_id for grant_id, identity, template in rows.tuples()}


def take(grant_of_delivery: Mapping[int, int], *, now: datetime.datetime) -> None:
    """Use one message of each (locked) grant up, for the delivery it is taken for."""
    _change(grant_of_delivery, GrantChange.TAKEN, -1, now=now)


def give_back(grant_of_delivery: Mapping[int, int], *, now: datetime.datetime) -> None:
    """The message certainly did not arrive: WeChat has not used the grant either."""
    _change(grant_of_delivery, GrantChange.RETURNED, 1, now=now)


def zero(grant_of_delivery: Mapping[int, int], *, now: datetime.datetime) -> None:
    """WeChat says that nothing is left (43101): believe it, whatever we had counted."""
    for delivery_id, grant_id in sorted(grant_of_delivery.items(), key=lambda item: item[1]):
        locked = SubscriptionGrant.id == grant_id
        SubscriptionGrant.update(left=SubscriptionGrant.left).where(locked).execute()
        left = SubscriptionGrant.select(SubscriptionGrant.left).where(locked).scalar()
        SubscriptionGrant.update(left=0).where(locked).execute()
        GrantEntry.insert(**_line(delivery_id, grant_id, GrantChange.ZEROED, -left, now)).execute()


def _change(grant_of_delivery: Mapping[int, int], kind: GrantChange, by: int, *, now: datetime.datetime) -> None:
    """One step for each grant. A person has one message in hand at a time, so no grant is meant twice."""
    if not grant_of_delivery:
        return
    ids = sorted(grant_of_delivery.values())
    SubscriptionGrant.update(left=SubscriptionGrant.left + by).where(SubscriptionGrant.id.in_(ids)).execute()
    GrantEntry.insert_many(
        [_line(delivery_id, grant_id, kind, by, now) for delivery_id, grant_id in grant_of_delivery.items()]
    ).execute()


def _line(delivery_id: int, grant_id: int, kind: GrantChange, change: int, now: datetime.datetime) -> dict[str, object]:
    return {
        "grant": grant_id,
        "kind": kind,
        "change": change,
        "source": GrantSource.OUTBOX,
        "delivery": delivery_id,
        "at": now,
    }

"""Using grants up: the outbox's side of the ledger. Everything here happens inside the caller's unit of work.

A grant is taken in the commit that marks its message as `sending`, before WeChat is called. It comes back
only when the message certainly did not arrive; sent, or unknown, it stays used (design rule 3).
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from models.database import database
from models.grants import GrantChange, GrantEntry, GrantSource, SubscriptionGrant
from services import grant_ledger


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
    """Use one message of each (locked) grant up, for the delivery it is taken for.

    In two statements, for thousands of them: what `left` says of a grant is what its lines are worth. A person
    has one message in hand at a time, so no grant is meant twice.
    """
    if not grant_of_delivery:
        return
    ids = sorted(grant_of_delivery.values())
    SubscriptionGrant.update(left=SubscriptionGrant.left - 1).where(SubscriptionGrant.id.in_(ids)).execute()
    lines = [_line(delivery, grant, GrantChange.TAKEN, now) for delivery, grant in grant_of_delivery.items()]
    GrantEntry.insert_many([line | {"change": -1} for line in lines]).execute()


def give_back(grant_of_delivery: Mapping[int, int], *, now: datetime.datetime) -> None:
    """The message certainly did not arrive: WeChat has not used the grant either.

    What was taken back meanwhile does not come back.
    """
    for delivery_id, grant_id in _still_there(grant_of_delivery):
        grant_ledger.add(GrantEntry(**_line(delivery_id, grant_id, GrantChange.RETURNED, now)))


def zero(grant_of_delivery: Mapping[int, int]) -> None:
    """WeChat says that nothing was left (43101): believe it, whatever we had counted, but for newer taps."""
    for delivery_id, grant_id in _still_there(grant_of_delivery):
        at = _taken_at(delivery_id) - grant_ledger.SECOND  # counted itself to what is ended
        grant_ledger.add(GrantEntry(**_line(delivery_id, grant_id, GrantChange.ZEROED, at)))


def _still_there(grant_of_delivery: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Each delivery and its grant, locked one after another in a fixed order.

    A grant whose account was erased while its message was on its way is passed over.
    """
    for delivery_id, grant_id in sorted(grant_of_delivery.items(), key=lambda item: item[1]):
        locked = SubscriptionGrant.update(left=SubscriptionGrant.left).where(SubscriptionGrant.id == grant_id)
        if locked.execute() == 1:
            yield delivery_id, grant_id


def _taken_at(delivery_id: int) -> datetime.datetime:
    takings = GrantEntry.select().where(GrantEntry.delivery == delivery_id, GrantEntry.kind == GrantChange.TAKEN)
    at: datetime.datetime = takings.order_by(GrantEntry.id.desc()).get().at
    return at


def _line(delivery_id: int, grant_id: int, kind: GrantChange, at: datetime.datetime) -> dict[str, object]:
    return {"grant": grant_id, "kind": kind, "source": GrantSource.OUTBOX, "delivery": delivery_id, "at": at}

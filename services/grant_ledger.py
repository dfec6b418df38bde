"""The lines of the grants ledger, and what they add up to. Everything here happens inside the caller's unit of work.

Two kinds of lines say that WeChat had nothing left at an instant: a consent taken back in WeChat's settings,
and a message that WeChat refused for want of one (43101). The latest of them ends the account before it: only
taps and messages after its instant count. What is told of late is put where it belongs by its own instant, and
the whole is added up again, so it does not matter what came first.

A message belongs to the instant at which it was taken in hand, whenever its outcome becomes known. One whose
outcome nobody knows stays used, also where WeChat may have refused it: we would rather send one too few.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from models.grants import GrantChange, GrantEntry, GrantSource, SubscriptionGrant

Telling = tuple[datetime.datetime, GrantSource]

SAME_TAP = datetime.timedelta(minutes=10)
SECOND = datetime.timedelta(seconds=1)  # WeChat stamps its events so coarsely
ENDINGS = (GrantChange.WITHDRAWN, GrantChange.ZEROED)


def locked(identity_id: int, template_id: str) -> int:
    """The grant's id, new or old; its row is written to first, so that two tellers of one tap see each other."""
    SubscriptionGrant.insert(identity=identity_id, template_id=template_id).on_conflict_ignore().execute()
    mine = (SubscriptionGrant.identity == identity_id) & (SubscriptionGrant.template_id == template_id)
    SubscriptionGrant.update(left=SubscriptionGrant.left).where(mine).execute()
    grant_id: int = SubscriptionGrant.select(SubscriptionGrant.id).where(mine).scalar()
    return grant_id


def add(line: GrantEntry) -> None:
    """Add a line to a (locked) grant, with what it changes now that all lines are added up again."""
    left: int = SubscriptionGrant.select(SubscriptionGrant.left).where(SubscriptionGrant.id == line.grant_id).scalar()
    lines = GrantEntry.select().where(GrantEntry.grant == line.grant_id).order_by(GrantEntry.id)
    line.change = max(0, _worth([*lines, line])) - left
    line.save(force_insert=True)
    SubscriptionGrant.update(left=left + line.change).where(SubscriptionGrant.id == line.grant_id).execute()


def _worth(lines: Sequence[GrantEntry]) -> int:
    """What is left after these lines, in the order in which they were written.

    Negative while WeChat has taken a message for a tap that nobody has told of yet.
    """
    ended_at = max((line.at for line in lines if line.kind in ENDINGS), default=None)
    told = [
        (line.at, line.source)
        for line in lines
        if line.kind is GrantChange.ACCEPTED and (ended_at is None or line.at > ended_at)
    ]
    return _taps_in(told) - _used(lines, since=ended_at)


def _taps_in(told: Iterable[Telling]) -> int:
    """How many taps they tell of at least: each line of one source stands for one of the other, if one is near."""
    told = sorted(told)
    phone = [at for at, source in told if source is GrantSource.PHONE]
    event = [at for at, source in told if source is GrantSource.EVENT]
    pairs = p = e = 0
    while p < len(phone) and e < len(event):
        apart = phone[p] - event[e]
        if abs(apart) <= SAME_TAP:
            pairs, p, e = pairs + 1, p + 1, e + 1
        elif apart < datetime.timedelta():
            p += 1
        else:
            e += 1
    return len(told) - pairs


def _used(lines: Iterable[GrantEntry], *, since: datetime.datetime | None) -> int:
    """How many messages taken in hand after an instant have not come back.

    One that was taken within the second after an ending was at the cost of what it ended.
    """
    last_of: dict[object, GrantChange] = {}
    for line in lines:
        if line.kind is GrantChange.RETURNED or (
            line.kind is GrantChange.TAKEN and (since is None or line.at > since + SECOND)
        ):
            last_of[line.delivery_id or line] = line.kind
    return sum(kind is GrantChange.TAKEN for kind in last_of.values())

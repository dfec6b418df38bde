"""The ledger of WeChat grants: one tap on "allow", one message (features N2).

`left` is what we believe WeChat would still take; WeChat cannot be asked. It changes only together with
a line in the ledger, so it always equals the sum of the lines.

The same tap is told of twice: by the phone at once (`record_grants`), and by WeChat's popup event, which
may come late, twice or never. The two share no number. So whichever comes second is put down as the
double of the other source's oldest line with the same answer within `SAME_TAP` that has none yet, and
counts nothing.
The receiver of events calls `count_tap` with `GrantSource.EVENT`; that WeChat pushes an event again is
for the receiver to notice (wechat.md §2, dedupe key).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from models.grants import GrantChange, GrantEntry, GrantSource, SubscriptionGrant
from models.notices import Purpose
from models.people import Identity
from models.unit_of_work import unit_of_work
from services import audit
from services.channel import Channel
from services.errors import Invalid
from services.permissions import Actor

Answer = Literal["accept", "reject", "ban"]

SAME_TAP = datetime.timedelta(minutes=10)
LINE_OF: dict[Answer, tuple[GrantChange, int]] = {
    "accept": (GrantChange.ACCEPTED, 1),
    "reject": (GrantChange.REJECTED, 0),
    "ban": (GrantChange.BANNED, 0),
}


@dataclass(frozen=True, slots=True)
class GrantsLeft:
    template_id: str
    purpose: Purpose
    left: int


def list_grants(*, channel: Channel, to: Actor) -> list[GrantsLeft]:
    """How many more messages of each purpose may reach this account."""
    rows = SubscriptionGrant.select().where(SubscriptionGrant.identity == (to.identity_id or 0))
    left = {row.template_id: row.left for row in rows}
    return [
        GrantsLeft(template_id, Purpose(purpose), left.get(template_id, 0))
        for purpose, template_id in channel.templates.items()
    ]


@unit_of_work
def record_grants(results: Mapping[str, Answer], *, channel: Channel, by: Actor, now: datetime.datetime) -> None:
    """Note what this person answered in WeChat's popup, per template id; raises Invalid for an unknown one."""
    if by.identity_id is None:
        raise Invalid("wechat_required", "请在微信小程序里设置提醒")
    unknown = set(results) - set(channel.templates.values())
    if unknown:
        raise Invalid("template_unknown", "小程序需要更新，请关闭后重新打开", {"results": "不认识的提醒类型"})
    for template_id in sorted(results):  # a fixed order: two taps at once never wait for each other
        count_tap(by.identity_id, template_id, results[template_id], source=GrantSource.PHONE, now=now)
    audit.record("record_grants", "identity", by.identity_id, by=by, now=now, after=dict(results))


@unit_of_work
def count_tap(
    identity_id: int, template_id: str, answer: Answer, *, source: GrantSource, now: datetime.datetime
) -> bool:
    """Count one answer of one popup; False when the other source has told of it before."""
    grant = _locked_grant(identity_id, template_id)
    kind, change = LINE_OF[answer]
    line = {"grant": grant, "kind": kind, "source": source, "at": now}
    told = _told_by_the_other(grant, kind, source, now=now)
    if told is not None:
        GrantEntry.insert(change=0, same_as=told, **line).execute()
        return False
    GrantEntry.insert(change=change, **line).execute()
    SubscriptionGrant.update(left=SubscriptionGrant.left + change).where(SubscriptionGrant.id == grant).execute()
    return True


def _locked_grant(identity_id: int, template_id: str) -> int:
    """The row's id; written to first, so that two tellers of one tap see each other."""
    SubscriptionGrant.insert(identity=identity_id, template_id=template_id).on_conflict_ignore().execute()
    mine = (SubscriptionGrant.identity == identity_id) & (SubscriptionGrant.template_id == template_id)
    SubscriptionGrant.update(left=SubscriptionGrant.left).where(mine).execute()
    grant_id: int = SubscriptionGrant.select(SubscriptionGrant.id).where(mine).scalar()
    return grant_id


def _told_by_the_other(
    grant_id: int, kind: GrantChange, source: GrantSource, *, now: datetime.datetime
) -> GrantEntry | None:
    """The other source's oldest line about what may be this tap, if no line of ours is its double yet."""
    other = GrantSource.EVENT if source is GrantSource.PHONE else GrantSource.PHONE
    double = GrantEntry.alias()
    line: GrantEntry | None = (
        GrantEntry.select(GrantEntry.id)
        .where(
            GrantEntry.grant == grant_id,
            GrantEntry.kind == kind,
            GrantEntry.source == other,
            GrantEntry.same_as.is_null(),
            GrantEntry.at.between(now - SAME_TAP, now + SAME_TAP),
            GrantEntry.id.not_in(
                double.select(double.same_as).where(double.grant == grant_id, double.same_as.is_null(False))
            ),
        )
        .order_by(GrantEntry.at, GrantEntry.id)
        .first()
    )
    return line


def identities_with_grant(channel: Channel, purpose: Purpose) -> object:
    """The query of accounts that a message of this purpose may reach."""
    return (
        SubscriptionGrant.select(SubscriptionGrant.identity)
        .join(Identity)
        .where(
            Identity.appid == channel.appid,
            SubscriptionGrant.template_id == (channel.template_of(purpose) or ""),
            SubscriptionGrant.left > 0,
        )
    )

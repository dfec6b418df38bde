"""The ledger of WeChat grants: one tap on "allow", one message (features N2).

`left` is what we believe WeChat would still take; WeChat cannot be asked. It changes only together with
a line in the ledger, so it always equals the sum of the lines.

The same tap is told of twice: by the phone at once (`record_grants`), and by WeChat's popup event, which
may come late, twice or never. The two share no number. So as many lines of one source as can stand for lines
of the other, within ten minutes of them, are taken to tell of the same taps; a new line counts when it makes the
number of taps larger. Which line came first does not matter.
Events bring WeChat's own instant, so a late one finds the line it belongs to. That WeChat pushes an event
again is noticed before it comes here (services.pushes).

Who takes a consent back in WeChat's settings loses what was agreed before (`withdraw`), and only that:
events may come in any order. How lines add up stands in services.grant_ledger.
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
from services import audit, grant_ledger
from services.channel import Channel
from services.errors import Invalid
from services.permissions import Actor

Answer = Literal["accept", "reject", "ban"]
LINE_OF: dict[Answer, GrantChange] = {
    "accept": GrantChange.ACCEPTED,
    "reject": GrantChange.REJECTED,
    "ban": GrantChange.BANNED,
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
        GrantsLeft(template.id, Purpose(purpose), left.get(template.id, 0))
        for purpose, template in channel.templates.items()
    ]


@unit_of_work
def record_grants(results: Mapping[str, Answer], *, channel: Channel, by: Actor, now: datetime.datetime) -> None:
    """Note what this person answered in WeChat's popup, per template id; raises Invalid for an unknown one."""
    if by.identity_id is None:
        raise Invalid("wechat_required", "请在微信小程序里设置提醒")
    unknown = set(results) - channel.template_ids
    if unknown:
        raise Invalid("template_unknown", "小程序需要更新，请关闭后重新打开", {"results": "不认识的提醒类型"})
    for template_id in sorted(results):  # a fixed order: two taps at once never wait for each other
        count_tap(by.identity_id, template_id, results[template_id], source=GrantSource.PHONE, now=now)
    audit.record("record_grants", "identity", by.identity_id, by=by, now=now, after=dict(results))


@unit_of_work
def count_tap(
    identity_id: int, template_id: str, answer: Answer, *, source: GrantSource, now: datetime.datetime
) -> None:
    """Note one answer of one popup; it counts unless the other source has told of it, or it was ended since."""
    grant_id = grant_ledger.locked(identity_id, template_id)
    grant_ledger.add(GrantEntry(grant=grant_id, kind=LINE_OF[answer], source=source, at=now))


@unit_of_work
def withdraw(identity_id: int, template_id: str, *, at: datetime.datetime) -> None:
    """WeChat says that the consent was taken back at that instant."""
    grant_id = grant_ledger.locked(identity_id, template_id)
    grant_ledger.add(GrantEntry(grant=grant_id, kind=GrantChange.WITHDRAWN, source=GrantSource.EVENT, at=at))


def identities_with_grant(channel: Channel, purpose: Purpose) -> object:
    """The query of accounts that a message of this purpose may reach."""
    template = channel.template_of(purpose)
    return (
        SubscriptionGrant.select(SubscriptionGrant.identity)
        .join(Identity)
        .where(
            Identity.appid == channel.appid,
            SubscriptionGrant.template_id == (template.id if template else ""),
            SubscriptionGrant.left > 0,
        )
    )

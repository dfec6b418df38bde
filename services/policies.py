"""What holds where: the nearest ancestor's decision, or the default."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from typing import Any

from models.appointments import Role
from models.hot_queries import every_command as hot
from models.organisations import Organisation
from models.policies import Policy
from models.unit_of_work import unit_of_work
from services import audit
from services.errors import Invalid, NotAllowed
from services.permissions import Actor
from services.policy_defaults import DEFAULTS


def value(name: str, organisation: Organisation | None, *, now: datetime.datetime) -> Any:
    """The policy's value for an organisation at an instant; the default for None."""
    return values(name, [organisation], now=now)[0]


def values(name: str, organisations: Sequence[Organisation | None], *, now: datetime.datetime) -> list[Any]:
    """The same for several organisations, with one look."""
    if not any(organisations):
        return [DEFAULTS[name]] * len(organisations)
    # An organisation's later value replaces its earlier one.
    decided: dict[int, str] = dict(hot.decided_values.run(name=name, now=now).fetchall())
    return [_nearest(name, organisation, decided) for organisation in organisations]


def _nearest(name: str, organisation: Organisation | None, decided: dict[int, str]) -> Any:
    for organisation_id in reversed(organisation.ancestor_ids() if organisation and decided else []):
        if organisation_id in decided:
            return json.loads(decided[organisation_id])
    return DEFAULTS[name]


@unit_of_work
def decide(
    name: str,
    new_value: Any,
    organisation: Organisation,
    *,
    by: Actor,
    now: datetime.datetime,
    reason: str = "",
) -> None:
    """Let a value hold for an organisation and all below it, from now on.

    Raises NotAllowed unless the actor is its secretary or an officer above it; Invalid for an unknown
    name or a value of another type than the default's. The same decision at the same instant is one.
    """
    if not any(_rules_over(seat.role, seat.path, organisation) for seat in by.seats):
        raise NotAllowed()
    if name not in DEFAULTS or not _is_like(new_value, DEFAULTS[name]):
        raise Invalid(fields={"value": "与该设置的类型不符"})
    said = json.dumps(new_value)
    if Policy.get_or_none(organisation=organisation, name=name, value=said, from_at=now) is not None:
        return
    before = value(name, organisation, now=now)
    Policy.create(organisation=organisation, name=name, value=said, from_at=now)
    audit.record(
        "decide_policy",
        "organisation",
        organisation.id,
        by=by,
        now=now,
        organisation_id=organisation.id,
        before={name: before},
        after={name: new_value},
        reason=reason,
    )


def _is_like(new_value: Any, default: Any) -> bool:
    """Whether a value is of the default's type; in a list every item is."""
    if isinstance(default, list):
        return isinstance(new_value, list) and all(isinstance(item, str) for item in new_value)
    return type(new_value) is type(default)


def _rules_over(role: Role, path: str | None, organisation: Organisation) -> bool:
    decides = role in (Role.SECRETARY, Role.TOWNSHIP_OFFICER, Role.COUNTY_OFFICER)
    return decides and path is not None and organisation.is_within(path)

"""Agreeing, and taking it back: each purpose on its own, in the wording of the day (features R1)."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from dataclasses import dataclass

from models.consents import Consent, ConsentPurpose
from models.people import Person
from models.unit_of_work import unit_of_work
from models.wishes import Wish
from services import audit
from services.consent_texts import BY_PURPOSE, WORDINGS, Wording
from services.errors import Conflict
from services.permissions import Actor


class WordingChanged(Conflict):
    code = "wording_changed"
    message = "这项说明更新了，请重新看一遍再同意"


@dataclass(frozen=True, slots=True)
class ConsentState:
    """A wording, and since when the person agrees to it; None when they do not, or only to an older one."""

    wording: Wording
    given_at: datetime.datetime | None
    agreed_to_older: bool


def list_consents(*, of: Person) -> list[ConsentState]:
    """Every purpose in today's wording with the person's word on it."""
    standing: dict[ConsentPurpose, dict[str, Consent]] = {}
    for consent in Consent.select().where(Consent.person == of.id, Consent.withdrawn_at.is_null()):
        standing.setdefault(consent.purpose, {})[consent.version] = consent
    return [_state(wording, standing.get(wording.purpose, {})) for wording in WORDINGS]


def _state(wording: Wording, versions: dict[str, Consent]) -> ConsentState:
    current = versions.get(wording.version)
    return ConsentState(wording, current.given_at if current else None, bool(versions) and current is None)


def who_agrees(person_ids: Collection[int], purpose: ConsentPurpose) -> set[int]:
    """Those of the people who agree to this purpose in today's wording."""
    agreed = Consent.select(Consent.person).where(
        Consent.person.in_(person_ids or [0]),
        Consent.purpose == purpose,
        Consent.version == BY_PURPOSE[purpose].version,
        Consent.withdrawn_at.is_null(),
    )
    return {consent.person_id for consent in agreed}


@unit_of_work
def give_consent(purpose: ConsentPurpose, version: str, *, by: Actor, now: datetime.datetime) -> None:
    """Agree to the wording that was read; raises WordingChanged for an older one. Agreeing twice is once."""
    if version != BY_PURPOSE[purpose].version:
        raise WordingChanged()
    key = {"person": by.person.id, "purpose": purpose, "version": version}
    is_new = Consent.insert(**key, given_at=now).on_conflict_ignore().as_rowcount().execute()
    again = Consent.update(given_at=now, withdrawn_at=None).where(_is(by.person, purpose, is_standing=False))
    if is_new or again.where(Consent.version == version).execute():
        after = {"purpose": purpose, "version": version}
        audit.record("give_consent", "person", by.person.id, by=by, now=now, after=after)


@unit_of_work
def withdraw_consent(purpose: ConsentPurpose, *, by: Actor, now: datetime.datetime) -> None:
    """Take back one's word on a purpose, in whatever wording; what only it allowed us to keep is erased at once."""
    withdrawn = Consent.update(withdrawn_at=now).where(_is(by.person, purpose, is_standing=True))
    if not withdrawn.execute():
        return
    audit.record("withdraw_consent", "person", by.person.id, by=by, now=now, after={"purpose": purpose})
    if purpose is ConsentPurpose.HARDSHIP:
        mine = (Wish.made_by == by.person.id) | (Wish.wisher == by.person.id)
        Wish.update(detail="").where(mine, Wish.closed_at.is_null(False)).execute()


def _is(person: Person, purpose: ConsentPurpose, *, is_standing: bool) -> object:
    return (Consent.person == person.id) & (Consent.purpose == purpose) & Consent.withdrawn_at.is_null(is_standing)

"""Whoever uses the phone has agreed to the general terms, and those who speak of hardship to that as well."""

from __future__ import annotations

from peewee import chunked

from commands.demo.dates import Calendar
from commands.demo.people import AT_ONCE, Someone
from models.consents import Consent, ConsentPurpose
from services.consent_texts import BY_PURPOSE

AGREED = (ConsentPurpose.GENERAL, ConsentPurpose.HARDSHIP)


def agree(everyone: list[Someone], calendar: Calendar) -> None:
    """In today's wording, since the day after they came."""
    given_at = calendar.at(30)
    rows = [
        {"person": one.id, "purpose": purpose, "version": BY_PURPOSE[purpose].version, "given_at": given_at}
        for one in everyone
        if one.is_bound
        for purpose in AGREED
    ]
    for some in chunked(rows, AT_ONCE):
        Consent.insert_many(some).execute()

"""Slips of the pen in what is to be published, found by a list that the county keeps (features O4)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from models.organisations import Organisation
from services import policies

ARROW = "→"


@dataclass(frozen=True, slots=True)
class Slip:
    """A wrong form that stands in the text, and the right one."""

    wrong: str
    right: str


def slips_in(organisation: Organisation, *texts: str, now: datetime.datetime) -> list[Slip]:
    """Wrong forms of the policy `article.wording` (`wrong→right`) that stand in the texts, in the list's order."""
    pairs = (entry.partition(ARROW) for entry in policies.value("article.wording", organisation, now=now))
    return [Slip(wrong, right) for wrong, _, right in pairs if wrong and any(wrong in text for text in texts)]

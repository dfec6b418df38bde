"""Cutting a text for WeChat's content check (msg_sec_check, version 2) and reading its judgement."""

from __future__ import annotations

from typing import Any

from wechat.failures import NoAnswer
from wechat.outcomes import Verdict

LONGEST_PART = 2500  # characters per check
OVERLAP = 50  # so that no word hides where a text was cut
MOST_PARTS = 4  # a person waits for the answer; no form of ours takes a text as long

FROM_BEST_TO_WORST = (Verdict.PASS, Verdict.REVIEW, Verdict.UNKNOWN, Verdict.RISKY)


def parts_of(text: str) -> list[str]:
    """The text in pieces that WeChat takes; none for a blank text. Lone surrogates, which UTF-8 lacks, become “?”."""
    text = text.encode("utf-8", "replace").decode()
    if not text.strip():
        return []
    starts = range(0, max(1, len(text) - OVERLAP), LONGEST_PART - OVERLAP)
    return [text[start : start + LONGEST_PART] for start in starts]


def verdict_in(answer: dict[str, Any]) -> Verdict:
    """The judgement that WeChat gave; raises NoAnswer("unreadable") when there is none."""
    result = answer.get("result")
    suggest = result.get("suggest") if isinstance(result, dict) else None
    if suggest not in ("pass", "review", "risky"):
        raise NoAnswer("unreadable")
    return Verdict(suggest)


def worse(one: Verdict, other: Verdict) -> Verdict:
    return max(one, other, key=FROM_BEST_TO_WORST.index)

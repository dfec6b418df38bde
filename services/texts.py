"""Text that people wrote, before others see it (design rule 9; features W3, W8, R5, X3).

The rule, in one place. WeChat's content check (text v2) reads what one person writes for another, before any unit of
work. What it doubts, and what it could not judge (slow, down, 61010: the writer was not in WeChat for two hours), never
slips through:

- what residents and members write is stored held, and opens only once the seat responsible has looked;
- what a seat writes to others in its office waits for its writer, who reads it again and answers for it (TextHeld;
  `release_text` in the audit trail), because a warning of a storm must go out though the check is down;
- a few words about oneself (a nickname) are refused, with another wording asked for.

Not sent to WeChat: names, phones and codes; what nobody reads but the seat to which held text would come in any case
(reasons for leave, for a look at a number); and the office's own records (minutes, decisions of a committee), which
would leave the house for nothing. Every field stands with its treatment in commands/filing/written.py, from there in
the launch handbook, and a test sends each of them.
"""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from models.organisations import Organisation
from models.unit_of_work import unit_of_work
from services import audit, policies
from services.errors import Conflict, Invalid
from services.permissions import Actor
from wechat.outcomes import Verdict

SOCIAL_SCENE = 4  # WeChat's scenes: 1 profile, 2 comment, 3 forum, 4 social log
MONEY_WORDS = re.compile(r"收款码|付款码|银行卡|转账|汇款|打款|支付宝账号|借钱|捐款到")
SPACED_DIGITS = re.compile(r"\d(?:[ -]?\d)+")
CARD_LENGTHS = range(16, 20)


class TextHeld(Conflict):
    """What a seat wrote waits for its writer to read it again."""

    code = "text_held"
    # WeChat judges nobody's text who was not in the mini-program for two hours: at a desk silence is the usual reason.
    message = "微信没有放行这段文字，或者没有应答。请再读一遍：不妥就改，没有问题就选「我已核对，仍然发布」"


class TextChecker(Protocol):
    """The part of the WeChat gateway that judges text."""

    def check_text(self, text: str, openid: str, scene: int) -> Verdict: ...


def needs_a_person(checker: TextChecker, texts: Iterable[str | None], *, by: Actor) -> bool:
    """Whether the text must wait for a person: WeChat doubts it, or could not be asked in time.

    Call it outside any unit of work: it waits for WeChat.
    """
    written = "\n".join(text for text in texts if text)
    if not written:
        return False
    if by.openid is None:
        return True
    return checker.check_text(written, by.openid, SOCIAL_SCENE) is not Verdict.PASS


@unit_of_work
def note_release(operation: str, *, by: Actor, now: datetime.datetime) -> None:
    """Log that a seat let its own text go without WeChat's word on it."""
    audit.record("release_text", "person", by.person.id, by=by, now=now, after={"operation": operation})


def refuse_money(**texts: str | None) -> None:
    """Raise Invalid when a text asks for money or carries what looks like a bank card's number."""
    found = {
        name: "请不要写收款、转账信息或银行卡号"
        for name, text in texts.items()
        if text and (MONEY_WORDS.search(text) or _has_card_number(text))
    }
    if found:
        raise Invalid("money_not_allowed", "微心愿不涉及钱款，请去掉收款、转账或银行卡信息", found)


def refuse_private_circumstances(organisation: Organisation, *, now: datetime.datetime, **texts: str) -> None:
    """Raise Invalid when a text for the public names poverty, illness or a like circumstance."""
    words = policies.value("wish.private_words", organisation, now=now)
    found = {name: f"请不要写「{word}」" for name, text in texts.items() for word in words if word in text}
    if found:
        raise Invalid("private_circumstances", "公开的内容里不能写困难、病情等个人情况，请换一种说法", found)


def _has_card_number(text: str) -> bool:
    """Bank cards have 16 to 19 digits that pass Luhn's check; an 18-digit ID number rarely does."""
    return any(
        len(number) in CARD_LENGTHS and _passes_luhn(number)
        for found in SPACED_DIGITS.findall(text)
        for number in _neighbours(re.split("[ -]", found))
    )


def _neighbours(groups: list[str]) -> Iterator[str]:
    """Each run of neighbouring groups, joined: a card may be spaced out, or stand next to a phone number."""
    for start in range(len(groups)):
        yield from itertools.accumulate(groups[start : start + max(CARD_LENGTHS)])


def _passes_luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0

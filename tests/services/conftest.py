"""WeChat as a test tells it, and the steps of a wish's life."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from models.notices import Delivery, Notice
from models.wishes import Claim, ClaimStatus, Wish, WishKind, WishStatus
from services import claims
from services.permissions import Actor
from services.wishes import WishText
from tests.cast import APPID, Cast
from wechat.gateway import WeChatLogin
from wechat.outcomes import Verdict

HELD = (ClaimStatus.ACTIVE, ClaimStatus.DELIVERED, ClaimStatus.CONFIRMED)


class WeChat:
    """Answers as told; counts what it was asked."""

    appid = APPID

    def __init__(self) -> None:
        self.failure: Exception | None = None
        self.openid, self.unionid = "openid-new", None
        self.phone = "19900009999"
        self.verdict = Verdict.PASS
        self.asked: list[str] = []

    def log_in(self, code: str) -> WeChatLogin:
        self._ask(code)
        return WeChatLogin(self.openid, self.unionid)

    def phone_number(self, code: str, openid: str) -> str:
        self._ask(code)
        return self.phone

    def check_text(self, text: str, openid: str, scene: int) -> Verdict:
        self._ask(text)
        return self.verdict

    def _ask(self, what: str) -> None:
        self.asked.append(what)
        if self.failure:
            raise self.failure


@pytest.fixture
def wechat() -> WeChat:
    return WeChat()


class Steps:
    """A wish's life in short words; each step through its service."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast

    def text(self, **changes: Any) -> WishText:
        return WishText(**{"title": "一床厚棉被", "detail": "天冷了", "kind": WishKind.GOODS, **changes})

    def claimed(self, *people: Actor, at: datetime.datetime | None = None, **columns: Any) -> Wish:
        """A wish of as many shares as people, each of whom has claimed one."""
        wish = self._cast.wish(**{"shares_total": max(1, len(people)), **columns})
        for person in people:
            claims.claim_wish(wish.id, by=person, now=at or self._cast.now)
        return self.again(wish)

    def delivered(self, *people: Actor, at: datetime.datetime | None = None, **columns: Any) -> Wish:
        """The same, and everybody has delivered."""
        wish = self.claimed(*people, at=at, **columns)
        for person in people:
            claims.fulfil_wish(wish.id, "", is_held=False, by=person, now=at or self._cast.now)
        return self.again(wish)

    def at_status(self, status: WishStatus, *, by: Actor) -> Wish:
        """A wish of 陈村民 in that status; in hand, delivered or confirmed by `by` where it is."""
        now = self._cast.now
        if status is WishStatus.IN_PROGRESS:
            return self.claimed(by)
        if status is WishStatus.AWAITING_CONFIRMATION:
            return self.delivered(by)
        if status is WishStatus.FULFILLED:
            return claims.confirm_wish(self.delivered(by).id, True, by=self._cast.chen, now=now)
        return self._cast.wish(status=status, reason="请写清楚" if status is WishStatus.REJECTED else "")

    def again(self, wish: Wish) -> Wish:
        """The wish as the database has it now."""
        found: Wish = Wish.get_by_id(wish.id)
        return found

    def claim_of(self, wish: Wish, person: Actor) -> Claim:
        """The person's latest claim."""
        rows = Claim.select().where(Claim.wish == wish.id, Claim.person == person.person.id)
        found: Claim = rows.order_by(Claim.id.desc()).get()
        return found

    def open_claims(self, person: Actor) -> int:
        return int(type(person.person).get_by_id(person.person.id).open_claims)


@pytest.fixture
def steps(cast: Cast) -> Steps:
    return Steps(cast)


def titles_for(person: Actor) -> list[str]:
    """What lies in a person's inbox, oldest first."""
    rows = Delivery.select(Delivery, Notice).join(Notice).where(Delivery.person == person.person.id)
    return [row.notice.title for row in rows.order_by(Delivery.id)]


@pytest.fixture
def inbox_of() -> Any:
    return titles_for

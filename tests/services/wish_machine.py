"""All that people and time can do to a few wishes, in any order: what must hold after each step."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from models.audit import AuditEntry
from models.people import Person
from models.wishes import Claim, ClaimStatus, Wish, WishStatus
from services import claims, wish_upkeep, wishes
from services.errors import Refusal
from services.wishes import WishText
from tests.conftest import NOW
from tests.machines import UseCaseMachine

S = WishStatus
HELD = (ClaimStatus.ACTIVE, ClaimStatus.DELIVERED, ClaimStatus.CONFIRMED)
EDGES = {
    S.PENDING: {S.OPEN, S.REJECTED, S.WITHDRAWN},
    S.REJECTED: {S.PENDING, S.WITHDRAWN},
    S.OPEN: {S.IN_PROGRESS, S.WITHDRAWN, S.EXPIRED},
    S.IN_PROGRESS: {S.OPEN, S.AWAITING_CONFIRMATION, S.WITHDRAWN},
    S.AWAITING_CONFIRMATION: {S.FULFILLED, S.IN_PROGRESS},
    S.FULFILLED: set(),
    S.WITHDRAWN: set(),
    S.EXPIRED: set(),
}
MOST_WISHES = 3

which = st.integers(0, MOST_WISHES - 1)
helper = st.sampled_from(["wang", "zhao", "li", "sun"])


class WishMachine(UseCaseMachine):
    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.made: list[int] = []
        self.statuses: dict[int, WishStatus] = {}

    @rule(shares=st.integers(1, 3))
    @precondition(lambda self: len(self.made) < MOST_WISHES)
    def make(self, shares: int) -> None:
        text = WishText("一床厚棉被", "", "goods", shares=shares)
        made = self.act(lambda: wishes.make_wish(text, self.cast.dongkeng, is_held=False, **self.by("chen")))
        self.made.append(made.id)

    @rule(wish=which, decision=st.sampled_from(["accept", "accept", "reject"]))
    def verify(self, wish: int, decision: Any) -> None:
        self.on(wish, lambda id: wishes.verify_wish(id, decision, reason="请改", **self.by("li")))

    @rule(wish=which)
    def change(self, wish: int) -> None:
        text = WishText(f"一床薄被 {self.now:%H:%M:%S}", "", "goods", shares=2)
        self.on(wish, lambda id: wishes.change_wish(id, text, is_draft=False, is_held=False, **self.by("chen")))

    @rule(wish=which, who=helper)
    def claim(self, wish: int, who: str) -> None:
        self.on(wish, lambda id: claims.claim_wish(id, **self.by(who)))

    @rule(wish=which, who=helper)
    def claim_too(self, wish: int, who: str) -> None:
        """Claims are made twice as often as anything else, or little would ever be in hand."""
        self.claim(wish, who)

    @rule(wish=which, who=helper)
    def give_up(self, wish: int, who: str) -> None:
        self.on(wish, lambda id: claims.give_up_claim(id, **self.by(who)))

    @rule(wish=which, who=helper)
    def report_progress(self, wish: int, who: str) -> None:
        self.on(wish, lambda id: claims.report_progress(id, "在办", is_held=False, **self.by(who)))

    @rule(wish=which)
    def fulfil(self, wish: int) -> None:
        """Everybody who has it in hand delivers, one after the other."""
        for who in ("wang", "zhao", "li", "sun"):
            self.on(wish, lambda id, who=who: claims.fulfil_wish(id, "", is_held=False, **self.by(who)))

    @rule(wish=which, who=helper)
    def fulfil_share(self, wish: int, who: str) -> None:
        self.on(wish, lambda id: claims.fulfil_wish(id, "", is_held=False, **self.by(who)))

    @rule(wish=which, is_satisfied=st.booleans(), who=st.sampled_from(["chen", "li", "wang"]))
    def confirm(self, wish: int, is_satisfied: bool, who: str) -> None:
        self.on(wish, lambda id: claims.confirm_wish(id, is_satisfied, comment="说明", **self.by(who)))

    @rule(wish=which, who=st.sampled_from(["chen", "wang"]))
    def withdraw(self, wish: int, who: str) -> None:
        self.on(wish, lambda id: wishes.withdraw_wish(id, **self.by(who)))

    @rule(days=st.sampled_from([1, 3, 7, 90]))
    def let_time_pass(self, days: int) -> None:
        self.now += datetime.timedelta(days=days)
        entries = AuditEntry.select().count()
        wish_upkeep.remind_idle_claims(now=self.now)
        ended = wish_upkeep.release_idle_claims(now=self.now) + wish_upkeep.expire_wishes(now=self.now)
        wish_upkeep.ask_for_follow_up(now=self.now)
        assert AuditEntry.select().count() == entries + ended

    def by(self, who: str) -> dict[str, Any]:
        """Who acts, and when: never twice at the same instant."""
        self.now += datetime.timedelta(seconds=1)
        person = Person.get_by_id(getattr(self.cast, who).person.id)
        return {"by": self.cast.actor(person, self.now), "now": self.now}

    def on(self, wish: int, act: Callable[[int], Any]) -> None:
        if wish < len(self.made):
            self.act(lambda: act(self.made[wish]))

    def act(self, act: Callable[[], Any]) -> Any:
        """An act that changes something leaves one audit entry; a refused or repeated one leaves nothing."""
        before, entries = _everything(), AuditEntry.select().count()
        try:
            answer, is_refused = act(), False
        except Refusal:
            answer, is_refused = None, True
        has_changed = _everything() != before
        assert not (is_refused and has_changed)
        assert AuditEntry.select().count() - entries == int(has_changed)
        return answer

    @invariant()
    def shares_are_those_held(self) -> None:
        for wish in Wish.select():
            held = Claim.select().where(Claim.wish == wish.id, Claim.is_held == 1).count()
            assert wish.shares_taken == held
            assert Claim.select().where(Claim.wish == wish.id, Claim.status.in_(HELD)).count() == held

    @invariant()
    def people_s_counts_are_their_active_claims(self) -> None:
        for person in Person.select(Person.id, Person.open_claims):
            active = Claim.select().where(Claim.person == person.id, Claim.status == ClaimStatus.ACTIVE)
            assert person.open_claims == active.count()

    @invariant()
    def on_the_wall_is_what_has_a_share_left(self) -> None:
        for wish in Wish.select().where(Wish.status.in_([S.OPEN, S.IN_PROGRESS, S.AWAITING_CONFIRMATION])):
            assert (wish.status is S.OPEN) == (wish.shares_taken < wish.shares_total)

    @invariant()
    def each_person_holds_a_wish_at_most_once(self) -> None:
        held = [(claim.wish_id, claim.person_id) for claim in Claim.select().where(Claim.is_held == 1)]
        assert len(held) == len(set(held))

    @invariant()
    def what_awaits_confirmation_is_all_delivered(self) -> None:
        for wish in Wish.select().where(Wish.status == S.AWAITING_CONFIRMATION):
            assert {claim.status for claim in wish.claims if claim.is_held} == {ClaimStatus.DELIVERED}

    @invariant()
    def statuses_move_along_allowed_edges(self) -> None:
        for wish in Wish.select():
            before = self.statuses.get(wish.id, S.PENDING)
            assert wish.status is before or wish.status in EDGES[before], (before, wish.status)
            self.statuses[wish.id] = wish.status


def _everything() -> list[Any]:
    """All that an act may change, but for cipher texts, which take long to read."""
    wishes_, claims_ = Wish.select(Wish.id, Wish.status, Wish.title, Wish.shares_taken), Claim.select()
    people = Person.select(Person.id, Person.open_claims)
    return [list(query.order_by(query.model.id).tuples()) for query in (wishes_, claims_, people)]

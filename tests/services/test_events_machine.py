"""Any order of sign-ups, cancellations and changes of capacity keeps the queue's promises."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from models.events import Post
from services.companions import Companion, Party
from services.errors import Conflict, Invalid
from services.event_changes import PostChange, change_event
from services.sign_ups import NotSignedUp, cancel_sign_up, sign_up
from tests.conftest import NOW, Engine
from tests.event_cast import check_counters, confirmed_at, crowd, make_event, queue_of
from tests.machines import UseCaseMachine, keeps_its_promises

PEOPLE = 7
WHO = st.integers(0, PEOPLE - 1)


class QueueMachine(UseCaseMachine):
    """A post beside a model of it: who has a place, who waits in which order, how many heads each is."""

    def __init__(self) -> None:
        super().__init__()
        self.people = crowd(self.cast, PEOPLE)
        self.capacity = 3
        self.event = make_event(self.cast, self.capacity)
        self.seats: dict[int, int] = {}
        self.inside: set[int] = set()
        self.queue: list[int] = []

    @rule(who=WHO, companions=st.sampled_from([0, 0, 1, 2, 3]))
    def sign_up(self, who: int, companions: int) -> None:
        person = self.people[who]
        party = Party(tuple(Companion(f"同行{number}") for number in range(companions)))
        is_listed = person.person.id in self.seats
        try:
            _, is_new = sign_up(self.event.id, party=party, by=person, now=NOW)
        except Invalid:
            assert party.seats > self.capacity
            return
        assert is_new is not is_listed
        if is_new:
            self.seats[person.person.id] = party.seats
            self.queue.append(person.person.id)
            self._let_in()

    @rule(who=WHO)
    def cancel(self, who: int) -> None:
        person_id = self.people[who].person.id
        try:
            cancel_sign_up(self.event.id, by=self.people[who], now=NOW)
        except NotSignedUp:
            assert person_id not in self.seats
            return
        self.seats.pop(person_id, None)
        self.inside.discard(person_id)
        self.queue = [waiting for waiting in self.queue if waiting != person_id]
        self._let_in()

    @rule(capacity=st.integers(1, 6))
    def change_capacity(self, capacity: int) -> None:
        post = Post.get(Post.event == self.event.id)
        try:
            change = PostChange(post.id, capacity=capacity)
            change_event(self.event.id, {}, posts=[change], is_held=False, by=self.cast.li, now=NOW)
        except Conflict:
            assert capacity < max(self._heads(), *(self.seats[waiting] for waiting in self.queue), 0)
            return
        self.capacity = capacity
        self._let_in()

    @precondition(lambda self: self.queue)
    @rule()
    def the_first_who_waits_repeats(self) -> None:
        first = next(person for person in self.people if person.person.id == self.queue[0])
        assert sign_up(self.event.id, by=first, now=NOW)[1] is False

    @invariant()
    def nobody_is_lost_and_the_order_is_kept(self) -> None:
        assert confirmed_at(self.event) == self.inside
        assert queue_of(self.event) == self.queue
        check_counters(self.event)

    @invariant()
    def nobody_waits_for_what_can_never_be_free(self) -> None:
        assert all(self.seats[waiting] <= self.capacity for waiting in self.queue)

    def _heads(self) -> int:
        return sum(self.seats[person_id] for person_id in self.inside)

    def _let_in(self) -> None:
        """First come, first served, and nobody overtakes."""
        while self.queue and self._heads() + self.seats[self.queue[0]] <= self.capacity:
            self.inside.add(self.queue.pop(0))


def test_the_queue_keeps_its_promises(engines: dict[str, Engine]) -> None:
    keeps_its_promises(QueueMachine, engines["sqlite"], runs=25, steps=25)

"""Two WeChat accounts reach for one roster person at the same moment, on each engine."""

import pytest

from models.people import Identity, Person
from models.requests import Request, RequestStatus
from services import binding
from services.errors import ChangedMeanwhile, Conflict, Invalid, WrongState
from services.phones import phone_columns
from tests.races import at_once

PHONE = "19900005555"


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def wang(cast, now):
    return Person.create(name="王小禾", home=cast.dongkeng, is_on_roster=True, created_at=now, **phone_columns(PHONE))


def bind(by, now):
    return binding.bind_phone(PHONE, "王小禾", is_proven=True, organisation=None, by=by, now=now)


def accounts_of(person):
    return Identity.select().where(Identity.person == person.id).count()


def test_one_account_is_bound_and_the_other_asks(cast, wang, now):
    visitors = [cast.visitor() for _ in range(4)]
    answers = at_once([lambda by=visitor: bind(by, now) for visitor in visitors])

    assert sorted(answer.binding for answer in answers) == ["bound", "pending", "pending", "pending"]
    assert accounts_of(wang) == 1


def test_a_double_tap_binds_once_and_asks_nobody(cast, wang, now):
    visitor = cast.visitor()
    answers = at_once([lambda: bind(visitor, now)] * 3)

    assert [type(answer) for answer in answers if isinstance(answer, Exception)] == [Conflict] * 2
    assert Request.select().count() == 0


def test_a_secretary_cannot_give_one_person_to_two_askers(cast, wang, now):
    asked = [
        binding.bind_phone("19900006666", "王小禾", is_proven=True, organisation=cast.dongkeng, by=by, now=now)
        for by in (cast.visitor(), cast.visitor())
    ]
    answers = at_once(
        [
            lambda request=request: binding.decide_request(
                request.request_id, "approve", person_id=wang.id, by=cast.li, now=now
            )
            for request in asked
        ]
    )

    assert accounts_of(wang) == 1
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert [type(answer) for answer in refused] in ([WrongState], [Invalid])


def test_who_is_recognised_is_whom_the_secretary_has_read(cast, now):
    """The asker gives another name at the very moment: either that is too late, or the secretary reads again."""
    visitor = cast.visitor()

    def ask(name):
        return binding.bind_phone(PHONE, name, is_proven=True, organisation=cast.dongkeng, by=visitor, now=now)

    asked = ask("王小禾").request_id
    answers = at_once(
        [
            lambda: ask("王大禾"),
            lambda: binding.decide_request(asked, "approve", version=0, by=cast.li, now=now),
        ]
    )

    request = Request.get_by_id(asked)
    if isinstance(answers[1], ChangedMeanwhile):
        assert (request.status, request.name) == (RequestStatus.WAITING, "王大禾")
    else:
        assert (request.status, Person.get_by_id(visitor.person.id).name) == (RequestStatus.APPROVED, "王小禾")
        assert request.name == "王小禾"

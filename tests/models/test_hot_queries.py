"""A compiled query answers what the ORM answers to the same question asked anew, on each engine."""

import pytest

from models.appointments import Appointment, Role
from models.compiled import Compiled, slot
from models.fields import Sealed
from models.hot_queries import claims, every_command, every_request, wishes
from models.idempotency import IdempotencyKey
from models.organisations import Organisation
from models.people import Person
from models.sessions import SessionKind
from models.wishes import Claim, ProgressNote, Wish, WishStatus
from services import sessions
from services import wishes as wish_service
from services.claims import claim_wish, give_up_claim
from services.local_time import local_day


@pytest.fixture
def database_url(engine_url):
    return engine_url


def columns(row):
    """Everything a row holds, opened."""
    return {name: getattr(row, name) for name in type(row)._meta.fields if name not in ("home", "group")}


def assert_same(found, expected):
    assert [columns(row) for row in found] == [columns(row) for row in expected]
    assert found != []


@pytest.fixture
def claimed(cast, now):
    """A wish with a contact in 王党员's hands, with a word of progress."""
    wish = cast.wish(wisher=None, wisher_name="周奶奶", contact_phone="19900000012")
    claim_wish(wish.id, by=cast.wang, now=now)
    claim = Claim.get(Claim.wish == wish)
    ProgressNote.create(claim=claim, text="在路上", written_at=now)
    return wish


def test_the_person_of_a_token(cast, now):
    token, _ = sessions.open_session(cast.wang.person, identity_id=cast.wang.identity_id, days=1, now=now)
    found = list(
        every_request.person_of_token.all(
            Person, token_hash=sessions.hash_token(token), kind=SessionKind.PHONE, now=now
        )
    )
    assert_same(found, [Person.get_by_id(cast.wang.person.id)])
    assert found[0].identity_id == cast.wang.identity_id


def test_an_organisation(cast):
    found = list(every_request.organisation.all(Organisation, organisation=cast.dongkeng.id))
    assert_same(found, [Organisation.get_by_id(cast.dongkeng.id)])


def test_the_seats_of_a_day(cast, now):
    seat = Appointment.get(Appointment.person == cast.li.person.id)
    assistant = cast.appoint(cast.wang, Role.ASSISTANT, cast.dongkeng, delegated_by=seat)
    found = list(every_request.seats.all(Appointment, person=cast.wang.person.id, today=local_day(now)))
    assert_same(found, [Appointment.get_by_id(assistant.id)])
    assert (found[0].path, found[0].delegator_id) == (cast.dongkeng.path, cast.li.person.id)


def test_a_wish_with_its_organisation(claimed, cast):
    found = list(wishes.wish.all(Wish, wish=claimed.id))
    assert_same(found, [Wish.get_by_id(claimed.id)])
    assert columns(found[0].organisation) == columns(cast.dongkeng)


def test_a_wish_with_my_claim(claimed, cast):
    found = list(claims.wish_with_my_claim.all(Wish, wish=claimed.id, person=cast.wang.person.id))
    assert_same(found, [Wish.get_by_id(claimed.id)])
    assert found[0].my_claim_id == Claim.get(Claim.wish == claimed).id
    assert found[0].organisation.path == cast.dongkeng.path
    assert claims.wish_with_my_claim.first(Wish, wish=claimed.id, person=cast.zhao.person.id).my_claim_id is None


def test_a_status_with_claims_that_were_ever_mine(claimed, cast, now):
    def ask(actor):
        return claims.status_and_my_claims.run(wish=claimed.id, person=actor.person.id).fetchone()

    claim_id = Claim.get(Claim.wish == claimed).id
    assert tuple(ask(cast.wang)) == ("in_progress", claim_id)
    assert tuple(ask(cast.zhao)) == ("in_progress", None)
    give_up_claim(claimed.id, by=cast.wang, now=now)
    assert tuple(ask(cast.wang)) == ("open", claim_id)


def test_my_held_claims(claimed, cast):
    found = list(wishes.held_claims_between.all(Claim, person=cast.wang.person.id, first=claimed.id, last=claimed.id))
    assert_same(found, Claim.select().where(Claim.person == cast.wang.person.id, Claim.is_held == 1))


def test_the_notes_of_a_wish(claimed, cast):
    found = list(wishes.notes_of_wish.all(ProgressNote, wish=claimed.id))
    assert_same(found, ProgressNote.select().join(Claim).where(Claim.wish == claimed))
    assert found[0].person_id == cast.wang.person.id


def test_a_command_s_key(cast, now):
    values = {"request_hash": "0" * 64, "status": 201, "resource_id": 7, "now": now}
    assert every_command.add_idempotency_key.count(person=cast.wang.person.id, key="k", **values) == 1
    assert every_command.add_idempotency_key.count(person=cast.wang.person.id, key="k", **values) == 0
    found = list(every_command.idempotency_key.all(IdempotencyKey, person=cast.wang.person.id, key="k"))
    assert_same(found, IdempotencyKey.select())


@pytest.mark.parametrize("status", [WishStatus.OPEN, WishStatus.FULFILLED])
def test_pages_of_the_wall_are_those_of_the_query_that_asks_for_every_right(cast, status):
    made = [
        cast.wish(organisation=organisation, status=state)
        for organisation in (cast.dongkeng, cast.xixi, cast.township)
        for state in (WishStatus.OPEN, WishStatus.FULFILLED, WishStatus.PENDING)
        for _ in range(3)
    ]
    anew = wish_service.visible_wishes(cast.zhao).where(Wish.status == status).order_by(Wish.id.desc())
    before = made[-2].id
    for organisation in (None, cast.dongkeng, cast.xixi):
        where = {} if organisation is None else {"organisation": organisation}
        rows = anew if organisation is None else anew.where(Wish.organisation == organisation)
        first = wish_service.list_wishes(to=cast.zhao, status=status, limit=2, **where)
        deeper = wish_service.list_wishes(to=cast.zhao, status=status, limit=2, before_id=before, **where)
        assert_same(first, rows.limit(2))
        assert_same(deeper, rows.where(Wish.id < before).limit(2))
        assert [wish.organisation.name for wish in first] == [wish.organisation.name for wish in rows.limit(2)]


def test_taking_a_share_moves_the_wish_only_with_the_last_one(cast):
    wish = cast.wish(shares_total=2)
    seen = []
    for _ in range(3):
        count = claims.take_share.count(wish=wish.id)
        row = Wish.get_by_id(wish.id)
        seen.append((count, row.shares_taken, row.status))
    assert seen == [(1, 1, WishStatus.OPEN), (1, 2, WishStatus.IN_PROGRESS), (0, 2, WishStatus.IN_PROGRESS)]


def test_claims_are_counted_up_to_the_limit(cast):
    counted = [claims.count_claim.count(person=cast.wang.person.id, limit=2) for _ in range(3)]
    assert counted == [1, 1, 0]
    assert Person.get_by_id(cast.wang.person.id).open_claims == 2


def test_personal_data_stays_sealed_until_it_is_read_and_is_stored_as_it_was(claimed):
    wish = wishes.wish.first(Wish, wish=claimed.id)
    assert isinstance(wish.__data__["contact_phone"], Sealed)
    wish.save()
    assert wishes.wish.first(Wish, wish=claimed.id).__data__["contact_phone"] == wish.__data__["contact_phone"]
    assert (wish.contact_phone, wish.wisher_name) == ("19900000012", "周奶奶")


def test_the_same_query_compiled_twice_runs_on_one_connection(cast):
    """As when two threads compile it at the same moment: PostgreSQL must not be asked to prepare it twice."""

    def name_of():
        return Person.select(Person.name).where(Person.id == slot("person", Person.id))

    for query in (Compiled(name_of), Compiled(name_of)):
        assert query.run(person=cast.wang.person.id).fetchone()[0] == "王党员"

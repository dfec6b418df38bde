"""Consents: each purpose on its own, in a wording, given and taken back."""

from pathlib import Path

import pytest

from models.audit import AuditEntry
from models.consents import Consent, ConsentPurpose
from models.wishes import Wish
from services import consents
from services.consent_texts import BY_PURPOSE, WORDINGS
from services.consents import WordingChanged

HARDSHIP = ConsentPurpose.HARDSHIP
PHONE = Path(__file__).parents[2] / "miniprogram"


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def give(now):
    return lambda purpose, by: consents.give_consent(purpose, BY_PURPOSE[purpose].version, by=by, now=now)


@pytest.fixture
def withdraw(now):
    return lambda purpose, by: consents.withdraw_consent(purpose, by=by, now=now)


def given(person):
    return {state.wording.purpose for state in consents.list_consents(of=person.person) if state.given_at}


def test_there_is_one_wording_for_each_purpose():
    assert [wording.purpose for wording in WORDINGS] == list(ConsentPurpose)


@pytest.mark.engine
def test_one_purpose_says_nothing_of_another_and_nothing_of_other_people(give, cast):
    give(HARDSHIP, cast.chen)
    give(HARDSHIP, cast.chen)
    assert given(cast.chen) == {HARDSHIP}
    assert given(cast.wang) == set()
    assert consents.who_agrees([cast.chen.person.id, cast.wang.person.id], HARDSHIP) == {cast.chen.person.id}


@pytest.mark.engine
def test_given_withdrawn_and_given_again_is_one_row_and_three_entries(give, withdraw, cast):
    give(HARDSHIP, cast.chen)
    withdraw(HARDSHIP, cast.chen)
    withdraw(HARDSHIP, cast.chen)
    assert given(cast.chen) == set()
    give(HARDSHIP, cast.chen)

    assert given(cast.chen) == {HARDSHIP}
    assert Consent.select().count() == 1
    entries = AuditEntry.select().where(AuditEntry.action.endswith("_consent")).order_by(AuditEntry.id)
    assert [entry.action for entry in entries] == ["give_consent", "withdraw_consent", "give_consent"]


def test_only_today_s_wording_can_be_agreed_to(cast, now):
    with pytest.raises(WordingChanged):
        consents.give_consent(HARDSHIP, "2020-01", by=cast.chen, now=now)


def test_whoever_agreed_to_an_older_wording_is_asked_anew(cast, now):
    Consent.create(person=cast.chen.person, purpose=HARDSHIP, version="2020-01", given_at=now)
    state = next(each for each in consents.list_consents(of=cast.chen.person) if each.wording.purpose is HARDSHIP)
    assert (state.given_at, state.agreed_to_older) == (None, True)
    assert consents.who_agrees([cast.chen.person.id], HARDSHIP) == set()


def test_without_consent_the_circumstances_of_closed_wishes_are_erased(give, withdraw, cast, now):
    closed, running = cast.wish(closed_at=now), cast.wish()
    give(HARDSHIP, cast.chen)
    withdraw(HARDSHIP, cast.chen)
    assert Wish.get_by_id(closed.id).detail == ""
    assert Wish.get_by_id(running.id).detail != ""


@pytest.mark.parametrize("purpose", ConsentPurpose)
def test_every_purpose_is_asked_for_somewhere_on_the_phone(purpose):
    pages = [path for path in PHONE.rglob("*.js") if "miniprogram_npm" not in path.parts]
    assert any(f"'{purpose}'" in path.read_text(encoding="utf-8") for path in pages)

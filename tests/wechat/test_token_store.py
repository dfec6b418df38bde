from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import peewee
import pytest

import models.fields
from models.database import database as the_database
from models.encryption import KeyRing
from models.wechat_tokens import LEASE, LIFE, WeChatToken
from wechat.failures import NotReached
from wechat.token_store import KEPT_SECONDS, DatabaseTokenStore, Token

pytestmark = pytest.mark.engine

KEY = "wx1_access_token"


@pytest.fixture
def database_url(url_on_every_engine):
    return url_on_every_engine


def must_not_fetch():
    raise AssertionError("a token was fetched that was there already")


def test_a_stored_token_is_found_until_it_expires(tokens, clock):
    tokens.set(KEY, "T1", 60)
    assert tokens.get(KEY) == "T1"
    clock.advance(60)
    assert tokens.get(KEY) is None
    assert tokens.get(KEY, "none") == "none"


def test_a_new_token_replaces_the_old_one_of_its_name_only(tokens):
    tokens.set(KEY, "T1", 60)
    tokens.set("other", "O1")
    tokens.set(KEY, "T2", 60)
    assert (tokens.get(KEY), tokens.get("other")) == ("T2", "O1")


def test_a_deleted_token_is_gone(tokens):
    tokens.set(KEY, "T1", 60)
    tokens.delete(KEY)
    assert tokens.get(KEY) is None


def test_the_database_holds_only_cipher_text(tokens, database):
    tokens.set(KEY, "T1-in-the-clear", 60)
    with database.connection_context():
        (row,) = database.execute_sql("SELECT * FROM wechat_token").fetchall()
    assert "T1-in-the-clear" not in str(row)


def test_discarding_takes_only_the_token_that_was_refused(tokens):
    tokens.set(KEY, "T2", 60)
    tokens.discard(KEY, "T1")
    assert tokens.get(KEY) == "T2"
    tokens.discard(KEY, "T2")
    assert tokens.get(KEY) is None


def test_a_token_is_fetched_only_when_there_is_none(tokens):
    assert tokens.get_or_fetch(KEY, lambda: Token("T1", 60), patience=1) == "T1"
    assert tokens.get_or_fetch(KEY, must_not_fetch, patience=1) == "T1"


def test_a_fetch_that_fails_lets_the_next_one_try(tokens):
    def fail():
        raise NotReached("no_connection")

    with pytest.raises(NotReached):
        tokens.get_or_fetch(KEY, fail, patience=1)
    assert tokens.get_or_fetch(KEY, lambda: Token("T1", 60), patience=1) == "T1"


def test_a_rival_waits_for_the_one_who_fetches(tokens):
    fetching, go_on = Event(), Event()

    def fetch_slowly():
        fetching.set()
        assert go_on.wait(10)
        return Token("T1", 60)

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(tokens.get_or_fetch, KEY, fetch_slowly, patience=5)
        assert fetching.wait(10)
        second = threads.submit(tokens.get_or_fetch, KEY, must_not_fetch, patience=5)
        go_on.set()
        assert (first.result(), second.result()) == ("T1", "T1")


def test_a_rival_does_not_wait_for_ever(tokens, clock):
    lease_of_another(clock)
    with pytest.raises(NotReached, match="no_token_yet"):
        tokens.get_or_fetch(KEY, must_not_fetch, patience=0.1)


def test_the_lease_of_one_who_was_killed_runs_out(tokens, clock):
    lease_of_another(clock)
    clock.advance(5)
    assert tokens.get_or_fetch(KEY, lambda: Token("T1", 60), patience=0) == "T1"


def test_a_fetch_that_outlasts_its_lease_does_not_overwrite_a_newer_token(tokens, clock):
    rival = DatabaseTokenStore(clock)  # of another process

    def fetch_too_slowly():
        clock.advance(6)
        rival.get_or_fetch(KEY, lambda: Token("T2", 60), patience=0)
        return Token("T1", 60)

    assert tokens.get_or_fetch(KEY, fetch_too_slowly, patience=0) == "T1"
    assert tokens.get(KEY) == "T2"


def test_a_clock_that_was_set_back_makes_neither_token_nor_lease_eternal(tokens, clock):
    tokens.set(KEY, "T1", 60)
    lease_of_another(clock)
    clock.advance(-7 * 86_400)
    assert tokens.get_or_fetch(KEY, lambda: Token("T2", 60), patience=0) == "T2"


def test_a_host_whose_clock_lags_a_little_waits_like_the_others(tokens, clock):
    lease_of_another(clock)
    clock.advance(-0.5)
    with pytest.raises(NotReached, match="no_token_yet"):
        tokens.get_or_fetch(KEY, must_not_fetch, patience=0)


def test_no_token_is_believed_to_live_longer_than_wechats_do(tokens, clock):
    tokens.set(KEY, "T1", 86_400)
    clock.advance(7201)
    assert tokens.get(KEY) is None


def test_a_token_that_no_key_opens_any_more_is_fetched_anew(tokens, monkeypatch):
    tokens.set(KEY, "T1", 60)
    other_keys = KeyRing()
    other_keys.load(("another-secret",))
    monkeypatch.setattr(models.fields, "key_ring", other_keys)
    assert tokens.get(KEY) is None
    assert tokens.get_or_fetch(KEY, lambda: Token("T2", 60), patience=0) == "T2"


def test_the_callers_connection_is_used_and_left_open(tokens, database):
    with database.connection_context():
        tokens.set(KEY, "T1", 60)
        assert not database.is_closed()
        assert WeChatToken.select().count() == 1
    tokens.get(KEY)
    assert database.is_closed()


def test_inside_a_transaction_wechat_is_not_asked(tokens, database):
    with (
        database.connection_context(),
        database.atomic(),
        pytest.raises(RuntimeError, match="inside a transaction"),
    ):
        tokens.get(KEY)


def test_a_database_that_fails_is_a_token_that_cannot_be_had(tokens, monkeypatch):
    def fail(*args):
        raise peewee.OperationalError("gone away")

    monkeypatch.setattr(WeChatToken, "find_good", fail)
    with pytest.raises(NotReached, match="no_token_store"):
        tokens.get(KEY)


@pytest.fixture
def kept(tokens, monkeypatch):
    """A token that this process has in memory; `kept.reads` counts how often the database was asked."""
    tokens.set(KEY, "T1", 60)
    tokens.get_or_fetch(KEY, must_not_fetch, patience=0)
    find_good = WeChatToken.find_good
    tokens.reads = 0

    def counted(*args):
        tokens.reads += 1
        return find_good(*args)

    monkeypatch.setattr(WeChatToken, "find_good", counted)
    return tokens


def test_for_a_moment_a_token_is_not_read_again(kept):
    for _ in range(3):
        assert kept.get_or_fetch(KEY, must_not_fetch, patience=0) == "T1"
    assert kept.reads == 0


def test_after_that_moment_it_is(kept, clock):
    replaced_by_another(clock)
    clock.advance(KEPT_SECONDS)
    assert kept.get_or_fetch(KEY, must_not_fetch, patience=0) == "T2"
    assert kept.reads == 1


def test_no_token_is_kept_beyond_its_life(kept, clock):
    kept.set(KEY, "T1", 2)
    kept.get_or_fetch(KEY, must_not_fetch, patience=0)
    clock.advance(2)
    assert kept.get_or_fetch(KEY, lambda: Token("T2", 60), patience=0) == "T2"


def test_a_token_that_wechat_refuses_is_kept_no_longer(kept, clock):
    replaced_by_another(clock)
    kept.discard(KEY, "T1")
    assert kept.get_or_fetch(KEY, must_not_fetch, patience=0) == "T2"
    kept.discard(KEY, "T1")  # another thread, refused with the same token a little later
    assert kept.get_or_fetch(KEY, must_not_fetch, patience=0) == "T2"
    assert kept.reads == 1


def test_a_kept_token_is_not_had_inside_a_transaction_either(kept, database):
    with database.connection_context(), database.atomic(), pytest.raises(RuntimeError):
        kept.get_or_fetch(KEY, must_not_fetch, patience=0)


def replaced_by_another(clock):
    """Another process has fetched the next token."""
    with the_database.connection_context():
        WeChatToken.store(KEY, "T2", clock.now + LIFE)


def lease_of_another(clock):
    with the_database.connection_context():
        WeChatToken.add_row(KEY)
        WeChatToken.update(fetching_until=clock.now + LEASE).where(WeChatToken.name == KEY).execute()


def test_of_many_senders_one_looks_for_all_when_the_moment_is_over(tokens, clock, monkeypatch):
    tokens.set(KEY, "T1", 600)
    assert tokens.get_or_fetch(KEY, must_not_fetch, patience=1) == "T1"
    clock.advance(KEPT_SECONDS)
    looks, everybody_waits, find = [], Barrier(16, timeout=10), WeChatToken.find_good

    def look(*asked):
        looks.append(asked)
        return find(*asked)

    def send():
        everybody_waits.wait()
        return tokens.get_or_fetch(KEY, must_not_fetch, patience=10)

    monkeypatch.setattr(WeChatToken, "find_good", look)
    with ThreadPoolExecutor(16) as threads:
        sent = [threads.submit(send) for _ in range(16)]
        assert {each.result() for each in sent} == {"T1"}
    assert len(looks) == 1

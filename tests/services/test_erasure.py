"""Leaving: what may go is gone, hours stay without a name, the roster stays the Party's."""

import pytest

from models.hours import HoursEntry, HoursKind
from models.people import Identity, Person
from models.photos import Photo, PhotoStatus
from models.sign_ups import SignUp, SignUpStatus
from models.wishes import ClaimStatus, Wish, WishStatus
from services import consents, erasure, identities, sessions, sign_ups
from services.consent_texts import BY_PURPOSE, ConsentPurpose
from services.erasure import HasSeat
from services.errors import NotLoggedIn
from tests.event_cast import make_event

GENERAL = ConsentPurpose.GENERAL


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def erase(now):
    return lambda by: erasure.erase_me(by=by, now=now)


def again(actor):
    return Person.get_by_id(actor.person.id)


@pytest.mark.engine
def test_a_resident_is_nobody_afterwards_and_the_hours_are_still_there(erase, cast, now):
    entry = {"event": make_event(cast), "number": 1, "kind": HoursKind.ACTUAL, "minutes": 90, "recorded_at": now}
    HoursEntry.create(person=cast.chen.person, **entry)
    erase(cast.chen)

    gone = again(cast.chen)
    assert (gone.name, gone.phone, gone.phone_hash, gone.home_id, gone.is_known) == ("", None, None, None, False)
    assert gone.erased_at == now
    assert [row.minutes for row in HoursEntry.select().where(HoursEntry.person == gone.id)] == [90]


@pytest.mark.engine
def test_a_member_stays_on_the_roster_without_wechat(erase, cast):
    erase(cast.wang)
    kept = again(cast.wang)
    assert (kept.name, kept.phone, kept.is_on_roster, kept.erased_at) == (
        "王党员",
        cast.wang.person.phone,
        True,
        None,
    )
    assert not Identity.select().where(Identity.openid == f"openid-{kept.id}").exists()


def test_all_log_ins_end_and_the_account_is_a_newcomer_s(erase, cast, wechat, now):
    token, _ = sessions.open_session(cast.chen.person, identity_id=cast.chen.identity_id, days=9, now=now)
    erase(cast.chen)
    with pytest.raises(NotLoggedIn):
        sessions.who_is(token, now=now)

    wechat.openid = f"openid-{cast.chen.person.id}"
    newcomer = identities.log_in("code", gateway=wechat, now=now).actor
    assert newcomer.person.id != cast.chen.person.id
    assert newcomer.person.name == ""


@pytest.mark.engine
def test_open_things_are_brought_to_an_end(erase, steps, cast, now):
    mine, helped = cast.wish(), steps.claimed(cast.chen, made_by=cast.wang.person)
    event = make_event(cast)
    sign_ups.sign_up(event.id, by=cast.chen, now=now)
    erase(cast.chen)

    assert Wish.get_by_id(mine.id).status is WishStatus.WITHDRAWN
    assert Wish.get_by_id(helped.id).status is WishStatus.OPEN
    assert steps.claim_of(helped, cast.chen).status is ClaimStatus.GIVEN_UP
    assert SignUp.get().status is SignUpStatus.CANCELLED


def test_what_was_written_is_erased(erase, steps, cast, now):
    wish = steps.delivered(cast.wang, wisher_name="陈奶奶", contact_phone="19900000012")
    photo = Photo.create(name="n", digest="d", uploaded_by=cast.chen.person, width=1, height=1, uploaded_at=now)
    consents.give_consent(GENERAL, BY_PURPOSE[GENERAL].version, by=cast.chen, now=now)
    erase(cast.chen)

    left = Wish.get_by_id(wish.id)
    assert (left.wisher_name, left.contact_phone, left.contact_erased_at) == (None, None, now)
    assert Photo.get_by_id(photo.id).status is PhotoStatus.REMOVED
    assert consents.who_agrees([cast.chen.person.id], GENERAL) == set()


def test_whoever_holds_a_seat_hands_over_first(erase, cast):
    with pytest.raises(HasSeat):
        erase(cast.li)


def test_what_stays_is_told_beforehand_to_each_as_it_is(cast):
    member, resident = erasure.what_erasing_means(by=cast.wang), erasure.what_erasing_means(by=cast.chen)
    assert any("党员名册" in line and "东坑村" in line for line in member.kept)
    assert not any("党员名册" in line for line in resident.kept)
    assert any("姓名" in line for line in resident.erased)

"""Followers become known, are one with the person of the mini-program, and are forgotten when they leave."""

import datetime

import pytest

from models.audit import AuditEntry
from models.people import Identity, Person
from models.pushes import Push
from models.requests import Request
from services import binding, identities
from tests.cast import APPID
from tests.pushed import MINI, OFFICIAL, OFFICIAL_APPID, ToldFollowers, arrive, event, popup, states, text, work_off
from tests.sending import left_of
from wechat.errors import WeChatUnavailable

SECOND = datetime.timedelta(seconds=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def official():
    return ToldFollowers()


def follows(openid="o-off", at=None, *, now):
    arrive(OFFICIAL, event("subscribe", openid, at or now, EventKey=""), now=now)


def leaves(openid="o-off", at=None, *, now):
    arrive(OFFICIAL, event("unsubscribe", openid, at or now, EventKey=""), now=now)


def official_accounts():
    return list(Identity.select().where(Identity.appid == OFFICIAL_APPID))


def test_a_follower_with_the_unionid_of_a_member_is_that_member(cast, official, now):
    Identity.update(unionid="u-wang").where(Identity.person == cast.wang.person).execute()
    official.followers["o-off"] = "u-wang"
    follows(now=now)
    work_off(now, official)

    (account,) = official_accounts()
    assert (account.openid, account.person_id) == ("o-off", cast.wang.person.id)


def test_a_follower_who_logs_in_later_is_one_person_too(cast, official, wechat, now):
    official.followers["o-off"] = "u-new"
    follows(now=now)
    work_off(now, official)
    wechat.unionid = "u-new"
    logged_in = identities.log_in("code", gateway=wechat, now=now)

    (account,) = official_accounts()
    assert account.person_id == logged_in.actor.person.id


def test_a_unionid_that_comes_late_joins_what_was_apart(cast, official, wechat, now):
    wechat.unionid = None
    logged_in = identities.log_in("code-1", gateway=wechat, now=now)
    official.followers["o-off"] = "u-new"
    follows(now=now)
    work_off(now, official)
    wechat.unionid = "u-new"
    again = identities.log_in("code-2", gateway=wechat, now=now)

    (account,) = official_accounts()
    assert account.person_id == again.actor.person.id
    assert Identity.get_by_id(logged_in.actor.identity_id).person_id == account.person_id


def test_a_follower_stays_one_with_a_visitor_who_binds(cast, official, now):
    visitor = cast.visitor()
    Identity.update(unionid="u-v").where(Identity.person == visitor.person).execute()
    official.followers["o-off"] = "u-v"
    follows(now=now)
    work_off(now, official)
    Identity.delete().where(Identity.person == cast.wang.person).execute()
    phone = cast.wang.person.phone
    binding.bind_phone(phone, "王党员", is_proven=True, organisation=None, by=visitor, now=now)

    assert {row.person_id for row in Identity.select().where(Identity.unionid == "u-v")} == {cast.wang.person.id}


def test_two_people_whom_branches_know_are_never_joined(cast, official, now):
    for actor in (cast.wang, cast.zhao):
        Identity.update(unionid="u-same").where(Identity.person == actor.person).execute()
    official.followers["o-off"] = "u-same"
    follows(now=now)
    work_off(now, official)

    assert Person.select().where(Person.merged_into.is_null(False)).count() == 0


def test_while_wechat_is_away_the_follower_waits(cast, official, now):
    official.followers["o-off"], official.failure = None, WeChatUnavailable("timeout")
    follows(now=now)
    work_off(now, official)
    assert (official_accounts(), states()) == ([], ["waiting"])

    official.failure = None
    work_off(now + 5 * SECOND, official)
    assert [account.openid for account in official_accounts()] == ["o-off"]


def test_who_writes_before_the_follow_event_comes_is_known_and_asked_about_once(cast, official, now):
    official.followers["o-off"] = None
    arrive(OFFICIAL, text("签到", "o-off", now), text("活动", "o-off", now), now=now)
    work_off(now, official)
    arrive(OFFICIAL, text("帮助", "o-off", now), now=now)
    work_off(now, official)

    assert len(official_accounts()) == 1
    assert len(official.asked) <= 2


def test_who_leaves_is_forgotten_but_the_person_stays(cast, official, now):
    official.followers["o-off"] = None
    follows(now=now)
    arrive(OFFICIAL, text("悄悄话", "o-off", now + SECOND), now=now)
    work_off(now, official)
    leaves(at=now + 2 * SECOND, now=now)
    work_off(now, official)

    assert official_accounts() == []
    assert {push.message for push in Push.select()} == {""}
    assert AuditEntry.select().where(AuditEntry.action == "unfollow").count() == 1


@pytest.mark.parametrize("is_back_first", [True, False])
def test_who_left_and_came_back_is_a_new_follower_with_nothing_from_before(cast, official, now, is_back_first):
    official.followers["o-off"] = None
    follows(now=now)
    work_off(now, official)
    Identity.update(person=cast.wang.person).where(Identity.openid == "o-off").execute()
    arrive(OFFICIAL, text("悄悄话", "o-off", now), now=now)
    work_off(now, official)
    if is_back_first:
        follows(at=now + 2 * SECOND, now=now)
        work_off(now, official)
    leaves(at=now + SECOND, now=now)
    if not is_back_first:
        follows(at=now + 2 * SECOND, now=now)
    work_off(now, official)

    (account,) = official_accounts()
    assert account.person_id != cast.wang.person.id
    assert not any(push.message for push in Push.select().where(Push.kind == "text"))
    assert [entry.subject_id for entry in AuditEntry.select().where(AuditEntry.action == "unfollow")] == [
        cast.wang.person.id
    ]


def test_who_was_linked_after_coming_back_stays_linked(cast, official, now):
    official.followers["o-off"] = None
    later = now + 3 * SECOND
    follows(at=now + 2 * SECOND, now=later)
    work_off(later, official)
    Identity.update(person=cast.wang.person).where(Identity.openid == "o-off").execute()
    leaves(at=now + SECOND, now=later)
    work_off(later, official)

    assert [account.person_id for account in official_accounts()] == [cast.wang.person.id]


def test_a_member_who_leaves_keeps_the_mini_program(cast, official, now):
    Identity.update(unionid="u-wang").where(Identity.person == cast.wang.person).execute()
    official.followers["o-off"] = "u-wang"
    follows(now=now)
    work_off(now, official)
    leaves(at=now + SECOND, now=now)
    work_off(now, official)

    assert [row.appid for row in Identity.select().where(Identity.person == cast.wang.person)] == [APPID]


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1), (0, 2, 1), (1, 0, 2)])
@pytest.mark.parametrize("comes_back", [True, False])
def test_the_last_word_counts_in_whatever_order_it_comes(cast, official, now, order, comes_back):
    told = [("subscribe", now), ("unsubscribe", now + SECOND), ("subscribe", now + 2 * SECOND)]
    official.followers = {"o-off": None} if comes_back else {}
    for number in order:
        if number == 2 and not comes_back:
            continue
        name, at = told[number]
        arrive(OFFICIAL, event(name, "o-off", at, EventKey=""), now=now)
        work_off(now, official)

    assert len(official_accounts()) == comes_back


def test_who_takes_the_phone_back_has_none_here_unless_the_branch_gave_it(cast, now):
    for actor in (cast.chen, cast.wang):
        told = event("user_authorization_revoke", "o-somebody", now, OpenID=actor.openid, RevokeInfo="8,14")
        arrive(MINI, told, now=now)
    work_off(now)

    chen, wang = (Person.get_by_id(actor.person.id) for actor in (cast.chen, cast.wang))
    assert (chen.phone, chen.phone_hash, chen.phone_tail) == (None, None, "")
    assert wang.phone


def test_a_waiting_request_goes_with_the_phone(cast, now):
    visitor = cast.visitor()
    binding.bind_phone("19900008888", "某某", is_proven=True, organisation=cast.dongkeng, by=visitor, now=now)
    told = event("user_authorization_revoke", visitor.openid, now, OpenID=visitor.openid, RevokeInfo="8")
    arrive(MINI, told, now=now)
    work_off(now)

    request = Request.get()
    assert (request.phone, request.is_waiting, request.status.value) == ("", None, "refused")


def test_a_phone_that_was_given_after_it_was_taken_back_stays(cast, now):
    visitor = cast.visitor()
    later = now + 60 * SECOND
    binding.bind_phone("19900008888", "某某", is_proven=True, organisation=cast.dongkeng, by=visitor, now=later)
    told = event("user_authorization_revoke", visitor.openid, now, OpenID=visitor.openid, RevokeInfo="8")
    arrive(MINI, told, now=later)
    work_off(later)

    assert Person.get_by_id(visitor.person.id).phone == "19900008888"
    assert Request.get().is_waiting == 1


def test_an_account_that_was_made_after_the_old_one_was_cancelled_stays(cast, now, wechat):
    later = now + 60 * SECOND
    identity_id = identities.log_in("code", gateway=wechat, now=later).actor.identity_id
    openid = Identity.get_by_id(identity_id).openid
    arrive(MINI, event("user_authorization_cancellation", "x", now, OpenID=openid), now=later)
    work_off(later)

    assert Identity.select().where(Identity.id == identity_id).exists()


def test_other_authorisations_take_nothing(cast, now):
    told = event("user_authorization_revoke", cast.chen.openid, now, OpenID=cast.chen.openid, RevokeInfo="14,18,80")
    arrive(MINI, told, now=now)
    work_off(now)

    assert Person.get_by_id(cast.chen.person.id).phone


def test_who_cancels_the_account_is_gone_but_the_roster_stays(cast, now):
    arrive(MINI, popup(cast.chen.openid, now, notice="accept"), now=now)
    work_off(now)
    for actor in (cast.chen, cast.wang):
        arrive(MINI, event("user_authorization_cancellation", "x", now, OpenID=actor.openid), now=now)
    work_off(now)

    assert Identity.select().where(Identity.person.in_([cast.chen.person, cast.wang.person])).count() == 0
    chen, wang = (Person.get_by_id(actor.person.id) for actor in (cast.chen, cast.wang))
    assert (chen.name, chen.approved_at, chen.phone) == ("", None, None)
    assert (wang.name, wang.is_on_roster) == ("王党员", True)
    assert left_of(cast.chen) == 0

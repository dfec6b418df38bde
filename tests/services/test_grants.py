"""The ledger of WeChat grants: taps counted once whoever tells of them, and a count that is the sum of its lines."""

import datetime

import pytest

from models.base import RowsAreKept
from models.grants import GrantEntry, GrantSource, SubscriptionGrant
from models.unit_of_work import unit_of_work
from services import grant_use, grants
from services.errors import Invalid
from tests.races import at_once
from tests.sending import CHANNEL, TEMPLATE, granted, ledger_is_right, left_of

MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture
def database_url(engine_url):
    return engine_url


def tap(actor, answer="accept", *, source=GrantSource.PHONE, at):
    """Whether it counts."""
    before = left_of(actor)
    grants.count_tap(actor.identity_id, TEMPLATE, answer, source=source, now=at)
    return left_of(actor) > before


def test_each_accept_is_one_more_message(cast, now):
    for _ in range(2):
        grants.record_grants({TEMPLATE: "accept"}, channel=CHANNEL, by=cast.wang, now=now)
    grants.record_grants({TEMPLATE: "reject", "tpl-wish-update": "ban"}, channel=CHANNEL, by=cast.wang, now=now)

    left = {one.purpose.value: one.left for one in grants.list_grants(channel=CHANNEL, to=cast.wang)}
    assert left == {"notice": 2, "wish_update": 0}
    assert {one.left for one in grants.list_grants(channel=CHANNEL, to=cast.zhao)} == {0}


def test_a_template_that_is_not_ours_is_refused_and_nothing_is_counted(cast, now):
    with pytest.raises(Invalid) as refusal:
        grants.record_grants({TEMPLATE: "accept", "tpl-strange": "accept"}, channel=CHANNEL, by=cast.wang, now=now)

    assert refusal.value.code == "template_unknown"
    assert left_of(cast.wang) == 0


def test_the_same_tap_told_by_phone_and_by_wechat_counts_once(cast, now):
    assert tap(cast.wang, at=now)
    assert not tap(cast.wang, source=GrantSource.EVENT, at=now + MINUTE)
    assert tap(cast.wang, source=GrantSource.EVENT, at=now + MINUTE)
    assert not tap(cast.wang, at=now + 2 * MINUTE)

    assert left_of(cast.wang) == 2
    assert ledger_is_right()


def test_a_refusal_is_no_double_of_an_agreement_and_old_taps_are_other_taps(cast, now):
    tap(cast.wang, "reject", at=now)
    assert tap(cast.wang, source=GrantSource.EVENT, at=now + MINUTE)
    assert tap(cast.wang, at=now + 12 * MINUTE)

    assert left_of(cast.wang) == 2


def test_both_sources_at_the_same_moment_count_once(cast, now):
    at_once([lambda: tap(cast.wang, at=now), lambda: tap(cast.wang, source=GrantSource.EVENT, at=now)])

    assert left_of(cast.wang) == 1


def test_taps_at_the_same_moment_are_all_counted(cast, now):
    at_once([lambda: tap(cast.wang, at=now)] * 6)

    assert left_of(cast.wang) == 6
    assert ledger_is_right()


def test_the_database_never_lets_the_count_fall_below_zero(cast, now):
    granted(cast.wang)
    grant = SubscriptionGrant.get()
    take = unit_of_work(lambda: grant_use.take({1: grant.id}, now=now))
    SubscriptionGrant.update(left=0).execute()

    with pytest.raises(Exception, match=r"(?i)check|constraint"):
        take()


def test_a_line_of_the_ledger_is_never_changed(cast):
    granted(cast.wang)

    with pytest.raises(RowsAreKept):
        GrantEntry.update(change=5)

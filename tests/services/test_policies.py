"""What holds where, and since when."""

import datetime

import pytest

from models.audit import AuditEntry
from models.policies import Policy
from services import policies
from services.errors import Invalid, NotAllowed
from services.policy_defaults import DEFAULTS

HOUR = datetime.timedelta(hours=1)
LIMIT = "wish.claim_limit"


def limit(organisation, now):
    return policies.value(LIMIT, organisation, now=now)


def test_without_a_decision_the_default_holds(cast, now):
    assert limit(cast.dongkeng, now) == limit(None, now) == DEFAULTS[LIMIT]


def test_the_township_s_decision_holds_in_its_villages(cast, now, officer):
    policies.decide(LIMIT, 5, cast.township, by=officer, now=now)

    assert limit(cast.dongkeng, now) == limit(cast.xixi, now) == 5
    assert limit(cast.county, now) == DEFAULTS[LIMIT]


def test_the_nearest_decision_wins_however_old_it_is(cast, now, officer):
    policies.decide(LIMIT, 2, cast.dongkeng, by=cast.li, now=now)
    policies.decide(LIMIT, 5, cast.township, by=officer, now=now + HOUR)

    assert limit(cast.dongkeng, now + HOUR) == 2
    assert limit(cast.xixi, now + HOUR) == 5


def test_a_decision_holds_from_its_moment_on_and_the_past_stays(cast, now):
    policies.decide(LIMIT, 2, cast.dongkeng, by=cast.li, now=now)
    policies.decide(LIMIT, 4, cast.dongkeng, by=cast.li, now=now + HOUR)

    values = [limit(cast.dongkeng, now + hours * HOUR) for hours in (-1, 0, 1)]
    assert values == [DEFAULTS[LIMIT], 2, 4]


def test_lists_and_flags_come_back_as_they_went_in(cast, now):
    policies.decide("wish.private_words", ["穷"], cast.dongkeng, by=cast.li, now=now)
    policies.decide("wish.claim_needs_phone", True, cast.dongkeng, by=cast.li, now=now)

    assert policies.value("wish.private_words", cast.dongkeng, now=now) == ["穷"]
    assert policies.value("wish.claim_needs_phone", cast.dongkeng, now=now) is True


@pytest.mark.parametrize(
    ("name", "value"), [("no.such", 1), (LIMIT, "3"), (LIMIT, True), (LIMIT, None), ("wish.private_words", ["a", 1])]
)
def test_an_unknown_name_or_another_type_is_refused(cast, now, name, value):
    with pytest.raises(Invalid):
        policies.decide(name, value, cast.dongkeng, by=cast.li, now=now)
    assert Policy.select().count() == 0


def test_only_those_above_decide(cast, now):
    for stranger in (cast.wang, cast.chen, cast.sun):
        with pytest.raises(NotAllowed):
            policies.decide(LIMIT, 5, cast.dongkeng, by=stranger, now=now)
    with pytest.raises(NotAllowed):
        policies.decide(LIMIT, 5, cast.township, by=cast.li, now=now)


def test_a_decision_is_in_the_trail_with_what_held_before(cast, now):
    policies.decide(LIMIT, 2, cast.dongkeng, by=cast.li, now=now, reason="人少")

    entry = AuditEntry.get(action="decide_policy")
    assert (entry.before, entry.after, entry.reason) == ('{"wish.claim_limit": 3}', '{"wish.claim_limit": 2}', "人少")


def test_the_same_decision_twice_at_one_moment_is_one(cast, now):
    policies.decide(LIMIT, 2, cast.dongkeng, by=cast.li, now=now)
    policies.decide(LIMIT, 2, cast.dongkeng, by=cast.li, now=now)

    assert Policy.select().count() == 1


def test_every_default_is_a_plain_value_of_its_type():
    for name, default in DEFAULTS.items():
        assert type(default) in (int, bool, str, list), name
        assert "." in name

"""What a village's seat reads of a wish on the phone, and what it may do there."""

import pytest

from models.appointments import Role
from models.wishes import WishStatus
from services import policies


def village_of(call_as, actor, wish):
    return call_as(actor).get(f"/api/wishes/{wish.id}").json["village"]


@pytest.mark.parametrize(("role", "verifies"), [(Role.GRID_WORKER, False), (Role.SECRETARY, True)])
def test_each_seat_is_told_what_it_may_do(call_as, cast, role, verifies):
    someone = cast.member("高某", cast.dongkeng)
    cast.appoint(someone, role, cast.dongkeng)
    wish = cast.wish(status=WishStatus.PENDING)
    seen = village_of(call_as, cast.actor(someone.person), wish)
    answer = call_as(someone).post(f"/api/wishes/{wish.id}/verification", {"decision": "accept"})

    assert (seen["can_verify"], seen["can_see_contact"], seen["can_follow_up"]) == (verifies, verifies, True)
    assert (answer.status_code == 200) is verifies


def test_the_verifier_is_told_of_the_consent_and_what_the_village_calls_a_wisher(call_as, cast, now):
    policies.decide("wish.public_name", "{organisation}的乡亲", cast.dongkeng, by=cast.li, now=now)
    wish = cast.wish(status=WishStatus.PENDING, public_name="", may_show_name=True)
    seen = village_of(call_as, cast.li, wish)

    assert (seen["may_show_name"], seen["default_public_name"]) == (True, "东坑村的乡亲")

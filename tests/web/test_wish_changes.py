"""A wish that was sent back is changed: what one does not touch stays as it was typed."""

import pytest

from models.wishes import Wish, WishStatus
from wechat.outcomes import Verdict

TYPED = {"wisher_name": "周大爷", "contact_phone": "19900000012", "may_show_name": False}


@pytest.fixture
def sent_back(cast):
    """陈村民's wish for 周大爷, whom nobody here knows by account."""
    wish = cast.wish(status=WishStatus.REJECTED, reason="请写清楚", wisher=None, public_name="", **TYPED)
    return f"/api/wishes/{wish.id}"


def change(call_as, cast, path, **changes):
    answer = call_as(cast.chen).patch(path, changes)
    assert answer.status_code == 200, answer.text
    return Wish.get()


def test_what_a_change_leaves_out_stays(call_as, cast, sent_back):
    wish = change(call_as, cast, sent_back, detail="要一米五宽的")

    assert {name: getattr(wish, name) for name in TYPED} == TYPED
    assert (wish.title, wish.detail, wish.status) == ("一床厚棉被", "要一米五宽的", WishStatus.PENDING)


def test_a_mistyped_number_is_told_beside_its_field(call_as, cast, sent_back):
    refused = call_as(cast.chen).patch(sent_back, {"contact_phone": "1990000"})

    assert (refused.status_code, list(refused.json["error"]["fields"])) == (422, ["contact_phone"])


def test_after_a_change_the_name_still_needs_consent(call_as, cast, sent_back):
    change(call_as, cast, sent_back, detail="要一米五宽的")
    accepted = call_as(cast.li).post(f"{sent_back}/verification", {"decision": "accept", "public_name": "周大爷"})

    assert (accepted.status_code, accepted.json["error"]["code"]) == (422, "name_not_agreed")


@pytest.mark.parametrize("nothing", [None, ""])
def test_what_is_emptied_is_gone_and_the_wish_is_its_makers_own(call_as, cast, sent_back, nothing):
    wish = change(call_as, cast, sent_back, wisher_name=nothing, contact_phone=nothing)

    assert (wish.wisher_name, wish.contact_phone) == (None, None)
    assert wish.wisher_id == cast.chen.person.id


def test_ones_own_wish_can_become_somebody_elses(call_as, cast):
    mine = cast.wish(status=WishStatus.REJECTED)
    wish = change(call_as, cast, f"/api/wishes/{mine.id}", wisher_name="周大爷")

    assert (wish.wisher_name, wish.wisher_id) == ("周大爷", None)


def test_words_that_stay_are_read_again_with_the_change(call_as, cast, sent_back, wechat):
    wechat.verdict = Verdict.REVIEW

    assert change(call_as, cast, sent_back, contact_phone="19900000034").status is WishStatus.HELD


def test_the_maker_alone_reads_what_was_typed_and_only_while_it_can_be_changed(call_as, cast, sent_back):
    typed = {**TYPED, "contact_phone": "*******0012"}
    assert call_as(cast.chen).get(sent_back).json["typed"] == typed
    assert call_as(cast.li).get(sent_back).json["typed"] is None

    Wish.update(status=WishStatus.OPEN).execute()
    for each in (cast.chen, cast.wang):
        assert call_as(each).get(sent_back).json["typed"] is None

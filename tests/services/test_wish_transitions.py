"""Every act on a wish in every status: allowed, repeated without effect, or refused without effect (feature W9)."""

import pytest

from models.audit import AuditEntry
from models.wishes import Claim, Wish, WishStatus
from services import claims, wishes
from services.errors import Refusal
from services.wishes import WishText

S = WishStatus

# Each act: from which statuses it leads where, and in which it has been done already.
ALLOWED = {
    "change": dict.fromkeys([S.DRAFT, S.PENDING, S.HELD, S.REJECTED], S.PENDING),
    "accept": {S.PENDING: S.OPEN, S.HELD: S.OPEN},
    "reject": {S.PENDING: S.REJECTED, S.HELD: S.REJECTED},
    "withdraw": dict.fromkeys([S.DRAFT, S.PENDING, S.HELD, S.REJECTED, S.OPEN, S.IN_PROGRESS], S.WITHDRAWN),
    "claim": {S.OPEN: S.IN_PROGRESS},
    "give_up": {S.IN_PROGRESS: S.OPEN},
    "progress": {S.IN_PROGRESS: S.IN_PROGRESS},
    "fulfil": {S.IN_PROGRESS: S.AWAITING_CONFIRMATION},
    "confirm": {S.AWAITING_CONFIRMATION: S.FULFILLED},
    "complain": {S.AWAITING_CONFIRMATION: S.IN_PROGRESS},
}
DONE = {
    "accept": {S.OPEN},
    "reject": {S.REJECTED},
    "withdraw": {S.WITHDRAWN},
    "claim": {S.IN_PROGRESS, S.AWAITING_CONFIRMATION, S.FULFILLED},
    "fulfil": {S.AWAITING_CONFIRMATION},
    "confirm": {S.FULFILLED},
}
HELPER_ACTS = {"claim", "give_up", "progress", "fulfil"}
NEEDS_CLAIM = HELPER_ACTS - {"claim"}
IN_HAND = {S.IN_PROGRESS, S.AWAITING_CONFIRMATION, S.FULFILLED}
CASES = [(act, status) for act in ALLOWED for status in WishStatus]


def refusal_of(act: str, status: WishStatus) -> str:
    """The code that an illegal act answers."""
    if status is S.DRAFT and act in HELPER_ACTS | {"accept", "reject"}:
        return "not_found"  # a draft is its maker's alone
    if act in NEEDS_CLAIM and status not in IN_HAND:
        return "not_claimed"
    return "wrong_state"


@pytest.fixture
def act(cast, now):
    """陈村民's wish; 李书记 verifies it and, to see it in any status, is the helper as well."""
    chen, li = {"by": cast.chen, "now": now}, {"by": cast.li, "now": now}
    text = WishText("一床薄被", "", "goods")
    acts = {
        "change": lambda wish: wishes.change_wish(wish, text, is_draft=False, is_held=False, **chen),
        "accept": lambda wish: wishes.verify_wish(wish, "accept", public_name="东坑村一位老人", **li),
        "reject": lambda wish: wishes.verify_wish(wish, "reject", reason="请写清楚", **li),
        "withdraw": lambda wish: wishes.withdraw_wish(wish, **chen),
        "claim": lambda wish: claims.claim_wish(wish, **li),
        "give_up": lambda wish: claims.give_up_claim(wish, **li),
        "progress": lambda wish: claims.report_progress(wish, "", is_held=False, **li),
        "fulfil": lambda wish: claims.fulfil_wish(wish, "", is_held=False, **li),
        "confirm": lambda wish: claims.confirm_wish(wish, True, **chen),
        "complain": lambda wish: claims.confirm_wish(wish, False, comment="还没到", **chen),
    }
    return lambda name, wish: acts[name](wish.id)


def everything():
    """All that an act may have changed."""
    return [list(model.select().order_by(model.id).dicts()) for model in (Wish, Claim, AuditEntry)]


@pytest.mark.parametrize(("name", "status"), [case for case in CASES if case[1] in ALLOWED[case[0]]])
def test_an_allowed_act_leads_on_and_leaves_one_entry(act, steps, cast, name, status):
    wish = steps.at_status(status, by=cast.li)
    entries = AuditEntry.select().count()
    act(name, wish)

    assert steps.again(wish).status is ALLOWED[name][status]
    assert AuditEntry.select().count() == entries + 1


@pytest.mark.parametrize(("name", "status"), [case for case in CASES if case[1] in DONE.get(case[0], ())])
def test_an_act_done_before_changes_nothing(act, steps, cast, name, status):
    wish = steps.at_status(status, by=cast.li)
    before = everything()
    act(name, wish)

    assert everything() == before


@pytest.mark.parametrize(
    ("name", "status"),
    [case for case in CASES if case[1] not in ALLOWED[case[0]] and case[1] not in DONE.get(case[0], ())],
)
def test_any_other_act_is_refused_and_changes_nothing(act, steps, cast, name, status):
    wish = steps.at_status(status, by=cast.li)
    before = everything()

    with pytest.raises(Refusal) as refused:
        act(name, wish)
    assert refused.value.code == refusal_of(name, status)
    assert everything() == before

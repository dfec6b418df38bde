"""How a mark meets what a list says already, whichever list it is."""

import datetime

import pytest

from services.roll_marks import NEVER, Word, heard_at, outweighs

NINE = datetime.datetime(2026, 11, 28, 9, tzinfo=datetime.UTC)
MINUTE = datetime.timedelta(minutes=1)
LI, WANG = 1, 2


def came(at, by=LI):
    return Word("present", True, at, by)


def away(at, by=LI):
    return Word("absent", False, at, by)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (away(NINE), Word("not_yet", False, NEVER)),
        (came(NINE + MINUTE), away(NINE, WANG)),
        (away(NINE + MINUTE), came(NINE)),
        (came(NINE), came(NINE + MINUTE, WANG)),
    ],
    ids=["the first word", "a later word", "one's own arrival taken back", "the same word, however old"],
)
def test_the_list_takes(word, said):
    assert outweighs(word, said)


@pytest.mark.parametrize(
    ("word", "said"),
    [
        (came(NINE), away(NINE + MINUTE)),
        (came(NINE), away(NINE, WANG)),
        (away(NINE + MINUTE), came(NINE, WANG)),
        (away(NINE + MINUTE), came(NINE, None)),
    ],
    ids=["an earlier word", "one of the same moment", "somebody else's arrival gone", "the member's own arrival gone"],
)
def test_the_list_does_not_take(word, said):
    assert not outweighs(word, said)


@pytest.mark.parametrize(("says", "heard"), [(-5, 0), (5, 5), (99, 10)])
def test_a_phones_clock_is_believed_from_the_opening_up_to_now(says, heard):
    believed = heard_at(NINE + says * MINUTE, opens_at=NINE, now=NINE + 10 * MINUTE)
    assert believed == NINE + heard * MINUTE

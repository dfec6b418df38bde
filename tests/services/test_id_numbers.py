"""Citizens' identity numbers (GB 11643)."""

import datetime

from hypothesis import given
from hypothesis import strategies as st

from services.id_numbers import birth_date, check_character, problem_of

TODAY = datetime.date(2026, 11, 23)


def number(born: datetime.date, order: int, area: str = "990000") -> str:
    seventeen = f"{area}{born:%Y%m%d}{order:03}"
    return seventeen + check_character(seventeen)


numbers = st.builds(number, st.dates(datetime.date(1900, 1, 1), TODAY), st.integers(0, 999))


@given(numbers)
def test_a_number_with_its_check_character_is_good(id_number):
    assert problem_of(id_number, today=TODAY) is None


@given(numbers, st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_always_noticed(id_number, place, shift):
    digit = 0 if id_number[place] == "X" else int(id_number[place])
    wrong = str((digit + shift) % 10)
    assert problem_of(id_number[:place] + wrong + id_number[place + 1 :], today=TODAY) is not None


@given(numbers, st.integers(0, 15))
def test_two_digits_exchanged_are_always_noticed(id_number, place):
    exchanged = id_number[:place] + id_number[place + 1] + id_number[place] + id_number[place + 2 :]
    if exchanged != id_number:
        assert problem_of(exchanged, today=TODAY) is not None


def test_the_standards_own_example_is_good():
    assert problem_of("11010519491231002X", today=TODAY) is None
    assert birth_date("11010519491231002X") == datetime.date(1949, 12, 31)


def test_lost_digits_a_day_that_never_was_and_the_future_are_told_apart():
    assert "文本格式" in str(problem_of("1.10105E+17", today=TODAY))
    february = "99000019850230001"
    assert "出生日期" in str(problem_of(february + check_character(february), today=TODAY))
    assert "出生日期" in str(problem_of(number(TODAY + datetime.timedelta(days=1), 1), today=TODAY))

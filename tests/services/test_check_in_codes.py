"""Codes: signed, short, a minute long."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.check_in_codes import CodeExpired, CodeInvalid, code_for, person_code, read_person_code, verify

NOW = datetime.datetime(2026, 11, 23, 1, 0, 0, 700_000, tzinfo=datetime.UTC)
HOURS = datetime.timedelta(hours=12)


@given(st.integers(0, 60))
def test_a_code_opens_for_a_minute(seconds: int) -> None:
    verify(code_for("party_day", 7, NOW).code, "party_day", 7, NOW + datetime.timedelta(seconds=seconds))


@given(st.integers(61, 10**7))
def test_and_no_longer(seconds: int) -> None:
    with pytest.raises(CodeExpired):
        verify(code_for("party_day", 7, NOW).code, "party_day", 7, NOW + datetime.timedelta(seconds=seconds))


@pytest.mark.parametrize("other", [("party_day", 8), ("event", 7), ("person", 7)])
def test_a_code_opens_one_thing_only(other: tuple[str, int]) -> None:
    with pytest.raises(CodeInvalid):
        verify(code_for("party_day", 7, NOW).code, *other, NOW)


def test_a_code_from_the_future_is_forged_or_from_a_wrong_clock() -> None:
    code = code_for("party_day", 7, NOW + datetime.timedelta(minutes=5)).code
    with pytest.raises(CodeInvalid):
        verify(code, "party_day", 7, NOW)


@given(st.text(max_size=64))
def test_anything_else_is_invalid(text: str) -> None:
    with pytest.raises(CodeInvalid):
        verify(text, "party_day", 7, NOW)
    with pytest.raises(CodeInvalid):
        read_person_code(text, scanned_at=NOW, lives=HOURS)


def test_a_code_fits_a_small_picture() -> None:
    assert len(code_for("party_day", 2**31 - 1, NOW).code) == 16
    assert len(person_code(2**31 - 1, NOW)) <= 32


def test_a_member_s_code_names_them_for_hours() -> None:
    code = person_code(42, NOW)
    assert read_person_code(code, scanned_at=NOW + datetime.timedelta(hours=11), lives=HOURS) == 42
    with pytest.raises(CodeExpired):
        read_person_code(code, scanned_at=NOW + datetime.timedelta(hours=13), lives=HOURS)


def test_nobody_becomes_another_by_changing_the_number() -> None:
    with pytest.raises(CodeInvalid):
        read_person_code(person_code(42, NOW).replace("P42", "P43"), scanned_at=NOW, lives=HOURS)

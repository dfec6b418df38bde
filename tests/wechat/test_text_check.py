from __future__ import annotations

import pytest

from tests.wechat.canned import ALL_FAILURES, in_turn, says
from wechat.outcomes import Verdict
from wechat.text_check import LONGEST_PART, parts_of

CHECK = "wxa/msg_sec_check"


def judged(suggest):
    return says(errcode=0, result={"suggest": suggest, "label": 100})


@pytest.mark.parametrize("suggest", ["pass", "review", "risky"])
def test_wechats_judgement_is_passed_on(mini_program, canned, suggest):
    canned.answers[CHECK] = judged(suggest)
    assert mini_program.check_text("想要一盏台灯", "o1", 2) is Verdict(suggest)
    assert canned.last(CHECK).json == {"version": 2, "openid": "o1", "scene": 2, "content": "想要一盏台灯"}


@pytest.mark.parametrize("failure", ALL_FAILURES.values(), ids=ALL_FAILURES.keys())
def test_a_failed_check_never_passes_and_never_raises(mini_program, canned, failure):
    canned.answers[CHECK] = failure
    assert mini_program.check_text("好", "o1", 2) is Verdict.UNKNOWN


@pytest.mark.parametrize("answer", [says(errcode=61010), says(errcode=-1), says(errcode=0), judged("fine")])
def test_no_judgement_is_unknown(mini_program, canned, answer):
    canned.answers[CHECK] = answer
    assert mini_program.check_text("好", "o1", 2) is Verdict.UNKNOWN


def test_the_old_error_for_risky_content_is_risky(mini_program, canned):
    canned.answers[CHECK] = says(errcode=87014)
    assert mini_program.check_text("坏", "o1", 2) is Verdict.RISKY


def test_a_blank_text_needs_no_check(mini_program, canned):
    assert mini_program.check_text(" \n", "o1", 2) is Verdict.PASS
    assert canned.asked == []


def test_a_character_that_utf8_lacks_is_no_error(mini_program, canned):
    canned.answers[CHECK] = judged("pass")
    assert mini_program.check_text("好\ud800", "o1", 2) is Verdict.PASS


def test_of_a_long_text_the_worst_part_counts(mini_program, canned):
    canned.answers[CHECK] = in_turn(judged("review"), judged("pass"))
    assert mini_program.check_text("字" * 4000, "o1", 2) is Verdict.REVIEW
    assert canned.times(CHECK) == 2


def test_after_a_risky_part_the_others_are_not_asked_about(mini_program, canned):
    canned.answers[CHECK] = judged("risky")
    assert mini_program.check_text("字" * 4000, "o1", 2) is Verdict.RISKY
    assert canned.times(CHECK) == 1


def test_a_text_that_would_take_too_many_checks_waits_for_a_person(mini_program, canned):
    assert mini_program.check_text("字" * 20_000, "o1", 2) is Verdict.UNKNOWN
    assert canned.asked == []


@pytest.mark.parametrize("length", [1, 2499, 2500, 2501, 4950, 4951, 9800])
def test_every_word_stands_whole_in_some_part(length):
    text = "".join(chr(0x4E00 + number) for number in range(length))
    parts = parts_of(text)
    assert all(len(part) <= LONGEST_PART for part in parts)
    assert all(any(text[at : at + 10] in part for part in parts) for at in range(0, length, 7))

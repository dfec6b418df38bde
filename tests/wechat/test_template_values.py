from __future__ import annotations

import datetime
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat.templates import BadTemplateValue, template_values

NOON = datetime.datetime(2026, 11, 23, 4, 5, 59, tzinfo=datetime.UTC)


def cleaned(field, value):
    return template_values({field: value})[field]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("thing1", "想要一盏台灯（25℃ 3㎡）"),
        ("thing1", "字" * 20),
        ("phrase2", "办理中"),
        ("phrase2", "等待您确认"),
        ("name1", "阿卜杜热合曼·买买提"[:10]),
        ("name1", "Maria de los Angeles"),
        ("time2", "16:18"),
        ("time2", "16:18:49"),
        ("time2", "2026年11月23日 15:00"),
        ("time2", "2026-11-23 15:00~2026-11-23 17:00"),
        ("time2", "9:00 ~ 11:30"),
        ("date2", "2026年11月"),
        ("date2", "11月23日"),
        ("date2", "2026.11.23"),
        ("date2", "2026/11/23 08:30~2026/11/24 09:30"),
        ("number3", "3"),
        ("number3", "0.5"),
        ("number3", "9" * 32),
        ("amount4", "¥1234.50"),
        ("amount4", "20元"),
        ("letter5", "ABC"),
        ("symbol6", "!?…"),
        ("character_string7", "SN-2026/11#7"),
        ("phone_number8", "0571-8888(12)"),
        ("car_number9", "浙A12345"),
        ("car_number9", "粤Z1234澳"),
    ],
)
def test_a_good_value_goes_out_as_it_is(field, value):
    assert cleaned(field, value) == value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("thing1", ""),
        ("thing1", " \n"),
        ("thing1", "😀❤️"),
        ("phrase2", "等待书记确认"),
        ("phrase2", "OK"),
        ("name1", "王2"),
        ("name1", "王" * 11),
        ("name1", "x" * 21),
        ("time2", "16:18:49.0"),
        ("time2", "25:00"),
        ("time2", "2026-11-23"),
        ("date2", "2026-11/23"),
        ("date2", "2026年13月1日"),
        ("date2", "昨天"),
        ("number3", "9" * 33),
        ("number3", "1,000"),
        ("number3", "１２"),
        ("amount4", "12345678901"),
        ("letter5", "A1"),
        ("symbol6", "!!!!!!"),
        ("character_string7", "编号7"),
        ("character_string7", "x" * 33),
        ("phone_number8", "1" * 18),
        ("car_number9", "浙A123456789"),
        ("picture1", "x"),
        ("thing1", None),
        ("thing1", NOON),
        ("time2", NOON.replace(tzinfo=None)),
    ],
)
def test_a_value_beyond_cleaning_names_its_field_only(field, value):
    with pytest.raises(BadTemplateValue) as caught:
        cleaned(field, value)
    assert (caught.value.field, str(caught.value)) == (field, field)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("  一盏\t台灯\r\n谢谢 ", "一盏 台灯 谢谢"),
        ("加油💪🏽👨‍👩‍👧🇨🇳1️⃣", "加油1"),
        ("a\u200bb\u202ec\x00d\ud800e", "abcde"),
        ("字" * 21, "字" * 19 + "…"),
        ("𠮷" * 11, "𠮷" * 9 + "…"),
        ("一" * 18 + "𠮷好", "一" * 18 + "…"),
    ],
)
def test_a_thing_is_cleaned_and_shortened(value, expected):
    assert cleaned("thing1", value) == expected


@pytest.mark.parametrize("field", ["time2", "date2"])
def test_an_instant_is_written_in_the_time_of_china(field):
    assert cleaned(field, NOON) == "2026年11月23日 12:05"


@given(st.text(max_size=60))
def test_whatever_people_write_a_thing_is_right_or_refused(text):
    try:
        thing = cleaned("thing1", text)
    except BadTemplateValue:
        return
    assert 1 <= len(thing.encode("utf-16-le")) // 2 <= 20
    assert thing == thing.strip()
    assert all(unicodedata.category(character)[0] != "C" for character in thing)
    assert cleaned("thing1", thing) == thing


@given(st.integers(0, 4_000_000_000))
def test_every_instant_becomes_a_time_that_is_accepted(seconds):
    written = cleaned("time2", NOON + datetime.timedelta(seconds=seconds))
    assert cleaned("time2", written) == written


@given(st.sampled_from(["number3", "amount4", "date2", "time2", "phone_number8"]), st.text("0123456789.-/:年月日~ "))
def test_numbers_and_dates_are_never_changed(field, text):
    try:
        assert cleaned(field, text) == text.strip()
    except BadTemplateValue:
        return

"""What may stand in a template field, type by type."""

import pytest

from sandbox.platform.values import accepts

GOOD = [
    ("thing1", "给王大爷修水管（急）"),
    ("thing1", "x" * 20),
    ("thing1", "全角　空格😀"),
    ("number2", "12.50"),
    ("number2", 10),
    ("letter1", "abcXYZ"),
    ("symbol1", "！？"),
    ("character_string1", "A-2026/11"),
    ("time2", "15:01"),
    ("time2", "15:01:30"),
    ("time2", "2026年11月28日 15:00"),
    ("time2", "2026-11-28 15:00~17:00"),
    ("time2", "2026年11月28日 09:00~2026年11月29日 17:00"),
    ("date3", "2026年11月28日"),
    ("date3", "2026年11月"),
    ("date3", "11月28日"),
    ("date3", "2026/11/28 15:00"),
    ("date3", "2026.11.28"),
    ("date3", "2026-11-01~2026-11-28"),
    ("amount1", "￥100.50元"),
    ("phone_number1", "+86-0578-1990000"),
    ("car_number1", "浙K12345"),
    ("name1", "王大山"),
    ("name1", "Wang Dashan"),
    ("phrase2", "办理中"),
    ("enum1", "已通过"),
]

BAD = [
    ("thing1", "x" * 21),
    ("thing1", "😀" * 11),
    ("thing1", "两\n行"),
    ("number2", "十二"),
    ("number2", "1" * 33),
    ("number2", True),
    ("letter1", "ab1"),
    ("symbol1", "！好"),
    ("character_string1", "有汉字"),
    ("time2", "16:18:49.0"),
    ("time2", "25:00"),
    ("time2", "2026年11月28日"),
    ("time2", "2026-11/28 15:00"),
    ("date3", "2026-13-01"),
    ("date3", "明天"),
    ("amount1", "12345678901"),
    ("phone_number1", "1" * 18),
    ("car_number1", "浙K123456789"),
    ("name1", "王2"),
    ("name1", "王" * 11),
    ("phrase2", "办理中ok"),
    ("phrase2", "正在办理当中"),
    ("enum1", "没听说过"),
    ("unheard1", "x"),
    ("thing1", None),
]


@pytest.mark.parametrize(("key", "value"), GOOD)
def test_a_good_value_is_taken(key, value):
    assert accepts(key, value, ("已通过", "未通过"))


@pytest.mark.parametrize(("key", "value"), BAD)
def test_a_bad_value_is_refused(key, value):
    assert not accepts(key, value, ("已通过", "未通过"))

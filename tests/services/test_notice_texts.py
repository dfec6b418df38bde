"""What is copied into the WeChat group, and what the village loudspeaker says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services import notice_expansion, notice_texts, notices
from services.notice_texts import LONGEST_SPEECH, MORE, ONCE_MORE, speech
from services.notices import NoticeText
from services.spoken_chinese import number, spoken

BODY = "11月28日（周六）9:00，全体党员到村部参加主题党日。请带好党徽。电话 19900001234。"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("12月3日 9:30-11:00", "十二月三日上午九点半到上午十一点"),
        ("2026-12-03 14:05", "二零二六年十二月三日下午两点零五分"),
        ("2026年12月", "二零二六年十二月"),
        ("晚上 7:00", "晚上七点"),
        ("00:30 和 12:15 和 20:45", "凌晨零点半和中午十二点十五分和晚上八点四十五分"),
        ("电话 199-0000-1234", "电话幺九九，零零零零，幺二三四"),
        ("0571-87654321", "零五七幺，八七六五四三二幺"),
        ("120人，2个组，80%，3.5公里", "一百二十人，两个组，百分之八十，三点五公里"),
        ("3-5人", "三到五人"),
        ("详见 https://a.example/x?y=1 😀。", "详见。"),
    ],
)
def test_dates_times_and_numbers_are_said_as_people_say_them(written, said):
    assert spoken(written) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"),
        (10, "十"),
        (12, "十二"),
        (105, "一百零五"),
        (110, "一百一十"),
        (1010, "一千零一十"),
        (20_300, "二万零三百"),
        (100_000, "十万"),
        (1_000_001, "一百万零一"),
    ],
)
def test_whole_numbers(value, said):
    assert number(value) == said


def test_a_short_notice_is_read_twice_within_a_minute():
    said = speech("周六主题党日", BODY, "东坑村")

    assert said.startswith("各位党员、各位乡亲，大家好。现在播送一个通知。东坑村通知：周六主题党日。")
    assert said.count("上午九点") == 2
    assert ONCE_MORE in said
    assert len(said) <= LONGEST_SPEECH


def test_a_long_notice_ends_at_a_sentence_and_says_where_the_rest_is():
    said = speech("防汛", "请各家各户检查屋后山坡和排水沟。" * 30, "东坑村")

    assert MORE in said
    assert LONGEST_SPEECH - 30 < len(said) <= LONGEST_SPEECH


@given(st.text(max_size=60), st.text(max_size=400))
def test_whatever_was_written_the_speech_has_no_digit_no_link_and_is_short(title, body):
    said = speech(title, body, "东坑村")

    assert not any(digit in said for digit in "0123456789")
    assert "http" not in spoken("http://a.example")
    assert len(said) <= LONGEST_SPEECH + len(spoken(title))


def test_the_text_for_the_group_is_plain_and_asks_for_names(cast, now):
    notice = notices.send_notice(NoticeText("停水通知", "明天停水"), is_held=False, by=cast.li, now=now)
    notice_expansion.expand_due(now=now)

    text = notice_texts.get_texts(notice.id, to=cast.li).group
    assert text == "【通知】停水通知\n明天停水\n东坑村 11月23日\n收到请接龙，写上自己的姓名。"

"""Reading a 群接龙: whatever hands type, each known person is found once, and nobody is made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.organisations import Group
from models.people import Person
from services import group_lists

NAMES = ["王小禾", "李秀英", "张三", "欧阳建国", "赵铁柱", "陈桂花", "古丽巴哈尔·买买提江", "钱多多"]
NUMBERS = ["{}.", "{}. ", "{}、", "{}）", "{})", "{}．", "{}：", " {} . "]
PLUS = [
    ("", 0),
    (" +1", 1),
    ("+2", 2),
    ("＋１", 1),
    (" 加3人", 3),
    (" 带一个", 1),
    ("（两人）", 1),
    ("(共3人)", 2),
    ("  ", 0),
]
NOTES = ["", " 收到", "（下午到）", "  会带工具", "🙂"]
AWAY = ["", " 请假", "（来不了，孩子发烧）"]


def people(*names, **columns):
    return [Person(id=number, name=name, **columns) for number, name in enumerate(names, start=1)]


ROSTER = people(*NAMES)


@st.composite
def lists(draw):
    """A list as people write it, and what it says."""
    names = draw(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
    lines, said = ["#接龙", "周六上午清沟，请接龙"], []
    for number, name in enumerate(names, start=1):
        plus, others = draw(st.sampled_from(PLUS))
        away = draw(st.sampled_from(AWAY))
        text = f"{draw(st.sampled_from(NUMBERS)).format(number)}{name}{plus}{draw(st.sampled_from(NOTES))}{away}"
        lines.append(text)
        said.append((name, others, bool(away)))
    return "\n".join(lines), said


@given(lists())
def test_everyone_is_found_in_order_with_those_they_bring_and_whether_they_come(written):
    text, said = written
    found = group_lists.read(text, ROSTER)

    assert [(one.name, one.others, one.stays_away) for one in found] == said
    assert all(one.is_sure and len(one.candidates) == 1 for one in found)


@given(st.text(max_size=400))
def test_any_text_is_read_and_nobody_is_found_who_is_not_written_there(text):
    for entry in group_lists.read(text, ROSTER):
        assert not entry.candidates or entry.name in group_lists._plain(text)
        assert 0 <= entry.others <= group_lists.MOST_OTHERS


@given(lists())
def test_a_list_pasted_twice_says_the_same_as_once(written):
    text, _ = written

    assert group_lists.read(f"{text}\n{text}", ROSTER) == group_lists.read(text, ROSTER)


@pytest.mark.parametrize(
    ("text", "chunks"),
    [
        ("1. 王小禾\n2) 李秀英 收到", ["王小禾", "李秀英 收到"]),
        ("#接龙\n例 姓名 人数\n\n１．王小禾\n２、李秀英", ["王小禾", "李秀英"]),
        ("王小禾、李秀英，张三\n#接龙", ["王小禾", "李秀英", "张三"]),
        ("", []),
    ],
)
def test_the_numbered_lines_count_or_else_what_commas_divide(text, chunks):
    assert group_lists.chunks_in(text) == chunks


def test_of_one_named_twice_the_later_word_counts():
    (one,) = group_lists.read("1. 张三\n2. 张三 +1", ROSTER)

    assert one.others == 1


def test_what_the_same_person_wrote_before_is_kept_to_be_seen():
    (one,) = group_lists.read("1. 张三\n2. 张三 请假\n3. 张三 +1", ROSTER)

    assert (one.text, one.replaces) == ("张三 +1", ("张三", "张三 请假"))


def test_two_lines_with_the_name_of_namesakes_stay_two():
    found = group_lists.read("1. 王小禾\n2. 王小禾 +1", people("王小禾", "王小禾"))

    assert [(one.text, len(one.candidates)) for one in found] == [("王小禾", 2), ("王小禾 +1", 2)]


def test_several_names_on_one_line_each_have_their_own_word():
    found = group_lists.read("1. 张三 +1 李秀英 请假 钱多多", ROSTER)

    assert [(one.name, one.others, one.stays_away) for one in found] == [
        ("张三", 1, False),
        ("李秀英", 0, True),
        ("钱多多", 0, False),
    ]


def test_a_name_inside_a_longer_word_is_the_longest_and_never_sure():
    (one,) = group_lists.read("1. 东坑王小禾到", people("王小", "王小禾"))

    assert (one.name, one.is_sure) == ("王小禾", False)


def test_namesakes_are_told_apart_by_group_or_last_digits_or_left_to_a_person():
    first, second = people("王小禾", "王小禾")
    first.group, second.phone_tail = Group(name="第一党小组"), "0012"

    def who(text):
        (one,) = group_lists.read(text, [first, second])
        return [person.id for person in one.candidates]

    assert who("1. 王小禾（第一党小组）") == [1]
    assert who("1. 王小禾 0012") == [2]
    assert who("1. 王小禾") == [1, 2]


def test_what_names_nobody_is_kept_to_be_seen():
    found = group_lists.read("1. 小陈\n2. 张三", ROSTER)

    assert [(one.text, len(one.candidates)) for one in found] == [("小陈", 0), ("张三", 1)]

"""The typeface of what is printed."""

from services.fonts import BOLD, missing_characters


def test_names_of_today_can_be_printed():
    assert missing_characters("云岭镇 东坑村 李书记 2026年11月（主题党日）") == []


def test_a_rare_character_is_named_once():
    assert missing_characters("𠮷野与𠮷田") == ["𠮷"]


def test_the_bold_face_is_there():
    assert BOLD.exists()

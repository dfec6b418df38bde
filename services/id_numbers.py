"""Citizens' identity numbers (GB 11643): eighteen places, the last one checks the others."""

from __future__ import annotations

import datetime
import re

SHAPE = re.compile(r"\d{17}[\dX]")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"


def check_character(first_seventeen: str) -> str:
    """The eighteenth place that belongs to the first seventeen."""
    weighted = sum(int(digit) * weight for digit, weight in zip(first_seventeen, WEIGHTS, strict=True))
    return CHECK_CHARACTERS[weighted % 11]


def problem_of(id_number: str, *, today: datetime.date) -> str | None:
    """What is wrong with an ID number (its X in capitals), in words for whoever typed it; None when nothing is."""
    if not SHAPE.fullmatch(id_number):
        return "身份证号应为 18 位；Excel 里请先把这一列设为文本格式再填"
    if check_character(id_number[:17]) != id_number[17]:
        return "身份证号校验不通过，请核对每一位"
    born = birth_date(id_number)
    if born is None or not born.year >= 1900 or born > today:
        return "身份证号里的出生日期不对，请核对"
    return None


def birth_date(id_number: str) -> datetime.date | None:
    """The date of birth that the number states; None when there is no such day."""
    try:
        return datetime.date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None

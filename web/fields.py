"""What text, numbers and days from outside must be, in the API's bodies and the console's forms alike."""

from __future__ import annotations

import datetime
import unicodedata
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints
from pydantic_core import PydanticCustomError

D = TypeVar("D", bound=datetime.date)  # an instant, too

LARGEST_ID = 2**31 - 1
OUR_YEARS = range(1900, 2101)


def as_number(text: str) -> int | None:
    """A number as every database takes it; None for any other text."""
    is_short = text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST_ID))
    return int(text) if is_short and int(text) <= LARGEST_ID else None


def as_id(text: str) -> int | None:
    """The same, and not 0, which is nobody's."""
    return as_number(text) or None


def of_our_time(day: D) -> D:
    """Refuses a slip of the finger in the year: those at the ends of the calendar overflow when reckoned with."""
    if day.year not in OUR_YEARS:
        raise PydanticCustomError("not_of_our_time", "not of our time")
    return day


def _refuse_control_characters(text: str) -> str:
    """Line breaks and tabs may stay; what no keyboard types (NUL above all, which PostgreSQL refuses) may not."""
    if any(unicodedata.category(character) == "Cc" and character not in "\n\r\t" for character in text):
        raise ValueError("control characters")
    return text


Id = Annotated[int, Field(ge=1, le=LARGEST_ID, examples=[42])]
Day = Annotated[datetime.date, AfterValidator(of_our_time)]
When = Annotated[AwareDatetime, AfterValidator(of_our_time)]
Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_refuse_control_characters)]

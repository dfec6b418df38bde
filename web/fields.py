"""What text and numbers from outside must be, in the API's bodies and the console's forms alike."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

LARGEST_ID = 2**31 - 1


def _refuse_control_characters(text: str) -> str:
    """Line breaks and tabs may stay; what no keyboard types (NUL above all, which PostgreSQL refuses) may not."""
    if any(unicodedata.category(character) == "Cc" and character not in "\n\r\t" for character in text):
        raise ValueError("control characters")
    return text


Id = Annotated[int, Field(ge=1, le=LARGEST_ID, examples=[42])]
Text = Annotated[str, StringConstraints(strip_whitespace=True), AfterValidator(_refuse_control_characters)]

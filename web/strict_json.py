"""JSON as the API reads and writes it. One encoder and one decoder serve all: making one costs more than its work."""

from __future__ import annotations

import json
import re
from typing import Any

from flask.json.provider import DefaultJSONProvider

DEEPEST = 32  # arrays and objects inside one another; ours have five
MARKS = re.compile(r'"(?:[^"\\]|\\.)*+"?|[\[\]{}]', re.DOTALL)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode


class StrictJSON(DefaultJSONProvider):
    """Reads no NaN and no Infinity, which are no JSON, and nothing deeper than DEEPEST; writes Chinese as it is."""

    ensure_ascii = False

    def loads(self, s: str | bytes, **_options: Any) -> Any:
        text = s if isinstance(s, str) else s.decode()
        _refuse_deep(text)
        return _decode(text)


def _refuse_deep(text: str) -> None:
    """Raises ValueError before the reader has used up the stack: finalizers that run there fail unheard."""
    depth = 0
    for mark in MARKS.findall(text):
        if mark in "[{":
            depth += 1
            if depth > DEEPEST:
                raise ValueError("nested too deep")
        elif mark in "]}":
            depth -= 1

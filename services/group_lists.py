"""Reading a 群接龙 that was copied out of the WeChat group (features N8): who stands in it, with how many, saying what.

People type these by hand: full-width digits, "1." or "1、" or "1）", "张三 +1", "李四（两人）", several names on one
line, somebody twice. Reading never decides alone: what is not plainly one person is for the secretary to say.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from models.people import Person

MOST_LINES = 1000
# "3. 王小禾 收到", "4、李秀英（两人）": what stands behind the number.
NUMBERED = re.compile(r"^\s*\d{1,3}\s*[.、:)。]\s*(\S.*)$")
CHUNKS = re.compile(r"[、,，;；]+")
WORD = re.compile(r"[\w·•]+")
EDGES = " \t、,;。.()【】[]+:-—~!！*"
DIGITS = "一二三四五六七八九十"
COUNT = rf"(\d{{1,2}}|[{DIGITS}两俩])"
MORE = re.compile(rf"(?:\+|加|带)\s*{COUNT}\s*[个位人]{{0,2}}")
TOGETHER = re.compile(rf"[共一]{{0,2}}{COUNT}\s*[个位]?人")
STAYS_AWAY = re.compile(r"请假|不来|不去|不参加|去不了|来不了|不能来|不能去|取消")
MOST_OTHERS = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One person's word in the list. Without candidates it names nobody we know.

    `others` come with them. `is_sure` is false where the name is only part of what was written; several
    candidates are namesakes. `replaces` are the earlier words of the same person that this one puts out of force.
    """

    text: str
    name: str = ""
    candidates: list[Person] = field(default_factory=list)
    others: int = 0
    note: str = ""
    stays_away: bool = False
    is_sure: bool = True
    replaces: tuple[str, ...] = ()


def read(text: str, people: Iterable[Person]) -> list[Entry]:
    """What the list says of these people, in its order; of one named twice the later word counts.

    Two lines with the name of namesakes may mean both of them, and stay two.
    """
    by_name: dict[str, list[Person]] = {}
    for person in people:
        if person.name:
            by_name.setdefault(person.name, []).append(person)
    found: dict[object, Entry] = {}
    for number, chunk in enumerate(chunks_in(text)):
        for entry in _read_chunk(chunk, by_name):
            key: object = entry.candidates[0].id if len(entry.candidates) == 1 else ("line", number)
            found[key] = _in_place_of(found.get(key), entry)  # a dict keeps the place of the first word
    return list(found.values())


def _in_place_of(earlier: Entry | None, later: Entry) -> Entry:
    """The later word, with what was written before and does not say the same."""
    if earlier is None:
        return later
    texts = dict.fromkeys((*earlier.replaces, earlier.text))
    return replace(later, replaces=tuple(text for text in texts if text != later.text))


def chunks_in(text: str) -> list[str]:
    """The numbered lines; where nothing is numbered, whatever commas and line breaks divide."""
    lines = [_plain(line) for line in text.splitlines()[:MOST_LINES]]
    numbered = [found[1].strip() for line in lines if (found := NUMBERED.match(line))]
    if numbered:
        return numbered
    chunks = [chunk for line in lines if not line.lstrip().startswith("#") for chunk in CHUNKS.split(line)]
    return [chunk.strip() for chunk in chunks if chunk.strip(EDGES)]


def _plain(line: str) -> str:
    """One spelling of full-width signs (１．（＋）, and no invisible ones."""
    return "".join(each for each in unicodedata.normalize("NFKC", line) if unicodedata.category(each) != "Cf")


def _read_chunk(chunk: str, by_name: dict[str, list[Person]]) -> list[Entry]:
    """Every name in the chunk with what is said up to the next one."""
    spans = [word.span() for word in WORD.finditer(chunk) if word[0] in by_name]
    is_sure = bool(spans)
    if not spans:
        name = max((name for name in by_name if len(name) > 1 and name in chunk), key=len, default=None)
        if name is None:
            return [Entry(chunk)]
        start = chunk.index(name)
        spans = [(start, start + len(name))]
    entries = []
    for place, (start, end) in enumerate(spans):
        until = spans[place + 1][0] if place + 1 < len(spans) else len(chunk)
        said = (chunk[: spans[0][0]] + " " if place == 0 else "") + chunk[end:until]
        name = chunk[start:end]
        entries.append(_entry(chunk, name, said, by_name[name], is_sure=is_sure))
    return entries


def _entry(chunk: str, name: str, said: str, namesakes: list[Person], *, is_sure: bool) -> Entry:
    entry = Entry(chunk, name, _told_apart(namesakes, said), is_sure=is_sure, stays_away=bool(STAYS_AWAY.search(said)))
    more, together = MORE.search(said), TOGETHER.search(said)
    if more is not None:
        entry = replace(entry, others=min(_number(more[1]), MOST_OTHERS))
    elif together is not None:
        entry = replace(entry, others=min(max(_number(together[1]) - 1, 0), MOST_OTHERS))
    note = TOGETHER.sub(" ", MORE.sub(" ", said))
    return replace(entry, note=" ".join(WORD.findall(note)))


def _told_apart(namesakes: list[Person], said: str) -> list[Person]:
    """The namesake whose group or last digits are written beside the name, else all of them."""
    if len(namesakes) == 1:
        return namesakes
    named = [
        person
        for person in namesakes
        if (person.phone_tail and person.phone_tail in said) or (person.group and person.group.name in said)
    ]
    return named if len(named) == 1 else namesakes


def _number(written: str) -> int:
    return int(written) if written.isdigit() else 2 if written in "两俩" else DIGITS.index(written) + 1

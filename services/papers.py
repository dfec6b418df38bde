"""A document to be kept or printed, before it is Word or PDF: a title, and sections of paragraphs, tables, pictures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from services.fonts import missing_characters


@dataclass(frozen=True, slots=True)
class Table:
    """`widths` are the columns' shares of the page."""

    headings: list[str]
    rows: list[list[str]]
    widths: list[int]


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG or PNG that was re-encoded when it came in."""

    caption: str
    content: bytes


Block = str | Table | Picture


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    blocks: list[Block] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paper:
    title: str
    lead: list[str]
    sections: list[Section]

    def missing_characters(self) -> list[str]:
        """The characters that our typeface lacks: a PDF shows □ for them, and says so."""
        return missing_characters("".join(self._texts()))

    def _texts(self) -> Iterator[str]:
        yield self.title
        yield from self.lead
        for section in self.sections:
            yield section.title
            for block in section.blocks:
                yield from _texts_of(block)


def _texts_of(block: Block) -> Iterator[str]:
    if isinstance(block, str):
        yield block
    elif isinstance(block, Table):
        yield from block.headings
        for row in block.rows:
            yield from row
    else:
        yield block.caption


def missing_note(characters: list[str]) -> str:
    """What a printed page says of characters it cannot show; empty when it can show all."""
    if not characters:
        return ""
    named = "、".join(f"{each}（U+{ord(each):04X}）" for each in characters)
    return f"字库里没有这些字，打印后请手写补上：{named}"

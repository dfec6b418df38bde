"""A card for the WeChat group: a picture with a title, when and where, and the code that opens the page (features N8).

It says what the text beside it says, and no more: no phone, no author, nothing of a notice's body.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

from models.events import Event
from models.notices import Notice
from models.organisations import Organisation
from models.party_days import PartyDay
from models.wishes import Wish
from services.covers import BRAND, PAPER
from services.fonts import BOLD, REGULAR, missing_characters
from services.group_texts import span
from services.lettering import LEADING, fitted, typeface
from services.local_time import SHANGHAI
from services.meeting_words import KIND_NAMES

WIDTH, MARGIN = 900, 72
LEAST_HEIGHT, MOST_HEIGHT = 900, 1200  # square to 3 : 4 stands well in a chat
TEXT_WIDTH = WIDTH - 2 * MARGIN
BAND, FOOT = 128, 340  # the coloured head; the strip of the code
CODE = 264
LABEL_WIDTH = 112
TITLE_SIZES = (72, 60, 50, 42, 36)  # three lines of 36 hold the 60 characters of the longest title
FACT_SIZES = (36, 32)
INK, QUIET, HAIRLINE = "#1F2328", "#5B626B", "#E4DFD8"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on it: what kind of thing, its title, facts by name, what scanning is good for."""

    kind: str
    title: str
    facts: tuple[tuple[str, str], ...]
    scan_to: str

    @property
    def missing_characters(self) -> list[str]:
        """What the typeface lacks and the picture shows as □."""
        return missing_characters(self.title + "".join(value for _, value in self.facts))


def of_event(event: Event) -> Card:
    facts = (("时间", span(event.starts_at, event.ends_at)), ("地点", event.place), ("主办", event.organisation.name))
    return Card("志愿活动", event.title, facts, "看详情、报名")


def of_party_day(day: PartyDay) -> Card:
    facts = (
        ("时间", span(day.starts_at, day.ends_at)),
        ("地点", day.place or "另行通知"),
        ("主办", day.organisation.name),
    )
    return Card(KIND_NAMES[day.kind], day.title, facts, "看安排，来不了可请假")


def of_notice(notice: Notice) -> Card:
    at = (notice.sent_at or notice.send_at or notice.created_at).astimezone(SHANGHAI)
    sender = notice.organisation.name if isinstance(notice.organisation, Organisation) else ""
    facts = (("发自", sender), ("日期", f"{at.month}月{at.day}日"))
    return Card("通知", notice.title, tuple(fact for fact in facts if fact[1]), "看全文")


def of_wish(wish: Wish) -> Card:
    facts = (("谁的心愿", wish.public_name),) if wish.public_name else ()
    return Card("微心愿", wish.title, facts, "看详情、认领")


def drawn(card: Card, code: bytes) -> bytes:
    """A PNG; `code` is the picture that WeChat drew."""
    image = Image.new("RGB", (WIDTH, MOST_HEIGHT), PAPER)
    draw = ImageDraw.Draw(image)
    _draw_head(draw, card.kind)
    below_title = _draw_title(draw, card.title)
    below_facts = _draw_facts(draw, card.facts, below_title + 28)
    foot = max(round(below_facts) + 24, LEAST_HEIGHT - FOOT)
    _draw_foot(image, draw, foot, card.scan_to, code)
    written = io.BytesIO()
    image.crop((0, 0, WIDTH, foot + FOOT)).save(written, "PNG", optimize=True)
    return written.getvalue()


def _draw_head(draw: ImageDraw.ImageDraw, kind: str) -> None:
    draw.rectangle((0, 0, WIDTH, BAND), BRAND)
    draw.text((MARGIN, BAND / 2), kind, PAPER, typeface(BOLD, 48), anchor="lm")
    draw.text((WIDTH - MARGIN, BAND / 2), "三色联盟", PAPER, typeface(REGULAR, 34), anchor="rm")


def _draw_title(draw: ImageDraw.ImageDraw, title: str) -> float:
    """Answers where the next line may begin."""
    font, lines = fitted(title, BOLD, TITLE_SIZES, width=TEXT_WIDTH, most_lines=3)
    return _draw_lines(draw, lines, font, MARGIN, BAND + 48)


def _draw_facts(draw: ImageDraw.ImageDraw, facts: tuple[tuple[str, str], ...], top: float) -> float:
    for label, value in facts:
        beside = max(LABEL_WIDTH, typeface(REGULAR, FACT_SIZES[0]).getlength(label) + 28)
        font, lines = fitted(value, REGULAR, FACT_SIZES, width=TEXT_WIDTH - beside, most_lines=2)
        draw.text((MARGIN, top), label, QUIET, font)
        top = _draw_lines(draw, lines, font, MARGIN + beside, top) + 8
    return top


def _draw_lines(
    draw: ImageDraw.ImageDraw, lines: list[str], font: ImageFont.FreeTypeFont, left: float, top: float
) -> float:
    for line in lines:
        draw.text((left, top), line, INK, font)
        top += font.size * LEADING
    return top


def _draw_foot(image: Image.Image, draw: ImageDraw.ImageDraw, top: int, scan_to: str, code: bytes) -> None:
    draw.rectangle((0, top, WIDTH, top + FOOT), "white")
    draw.line((0, top, WIDTH, top), HAIRLINE, 2)
    with Image.open(io.BytesIO(code)) as picture:
        square = picture.convert("RGBA").resize((CODE, CODE))
    middle = top + FOOT // 2
    image.paste(square, (WIDTH - MARGIN - CODE, middle - CODE // 2), square)
    draw.text((MARGIN, middle - 34), "长按识别小程序码", INK, typeface(BOLD, 40), anchor="lm")
    draw.text((MARGIN, middle + 34), scan_to, QUIET, typeface(REGULAR, 36), anchor="lm")

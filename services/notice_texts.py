"""A notice for where WeChat messages do not go: the WeChat group, and the village loudspeaker (features N8, N9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.notices import Notice
from models.organisations import Organisation
from services.local_time import SHANGHAI
from services.notice_lists import get_notice
from services.permissions import Actor
from services.spoken_chinese import spoken

# A village announcer reads about four characters a second: 60 s.
LONGEST_SPEECH = 240
OPENING = "各位党员、各位乡亲，大家好。现在播送一个通知。"
CLOSING = "请大家互相转告。"
ONCE_MORE = "再播送一遍。"
MORE = "其余内容请看小程序里的通知，或者问一问村里。"
SENTENCE = re.compile(r"[^。！？；]+[。！？；]?")


@dataclass(frozen=True, slots=True)
class NoticeTexts:
    """`group` is to be copied into a WeChat group; `speech` is to be read aloud within a minute."""

    group: str
    speech: str


def get_texts(notice_id: int, *, to: Actor) -> NoticeTexts:
    """The texts of a notice of my seats. Raises what `get_notice` raises."""
    notice = get_notice(notice_id, to=to)
    name = notice.organisation.name if isinstance(notice.organisation, Organisation) else ""
    return NoticeTexts(group_text(notice, name), speech(notice.title, notice.body, name))


def group_text(notice: Notice, sender: str) -> str:
    """Plain text; replies by name can be pasted back (services.notice_replies)."""
    local = (notice.sent_at or notice.send_at or notice.created_at).astimezone(SHANGHAI)
    parts = [f"【通知】{notice.title}", notice.body, f"{sender} {local.month}月{local.day}日".strip()]
    return "\n".join(part for part in parts if part) + "\n收到请接龙，写上自己的姓名。"


def speech(title: str, body: str, sender: str) -> str:
    """What the announcer reads: as much as fits into a minute, twice where there is time.

    Whole sentences only; when some must be left out, it says where they are to be found.
    """
    head = f"{OPENING}{sender}通知：{_sentences(title)[0]}" if _sentences(title) else OPENING
    sentences = [sentence for line in body.splitlines() for sentence in _sentences(line)]
    said = _as_many(sentences, LONGEST_SPEECH - len(head) - len(CLOSING))
    is_whole = said == "".join(sentences)
    if not is_whole:
        said = _as_many(sentences, LONGEST_SPEECH - len(head) - len(MORE) - len(CLOSING)) + MORE
    once = head + said + CLOSING
    core = (_sentences(title) or [""])[0] + said
    twice = head + said + ONCE_MORE + core + CLOSING
    return twice if is_whole and len(twice) <= LONGEST_SPEECH else once


def _sentences(text: str) -> list[str]:
    """Each with its full stop, in words."""
    found = [sentence.strip(" ，、,") for sentence in SENTENCE.findall(spoken(text.strip()))]
    return [sentence if sentence[-1] in "。！？；" else f"{sentence}。" for sentence in found if sentence]


def _as_many(sentences: list[str], room: int) -> str:
    said = ""
    for sentence in sentences:
        if len(said) + len(sentence) > room:
            break
        said += sentence
    return said

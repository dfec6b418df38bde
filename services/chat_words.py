"""How a text in the Official Account's chat is made: links of ours, and words of people that can be none."""

from __future__ import annotations

from dataclasses import dataclass

# WeChat makes a link of `<a …>` wherever it stands: nobody's title may.
NO_MARKUP = str.maketrans({"<": "＜", ">": "＞"})
LONGEST_TITLE = 24


@dataclass(frozen=True, slots=True)
class ChatLinks:
    """Where links lead: into the mini-program, or to a page of this server."""

    mini_appid: str
    public_url: str

    def into_mini_program(self, text: str, page: str) -> str:
        """For phones that cannot open a mini-program, the link leads to our start page."""
        app = f'data-miniprogram-appid="{self.mini_appid}" data-miniprogram-path="{page}"'
        return f'<a {app} href="{self.public_url}/">{text}</a>'

    def to_page(self, text: str, path: str) -> str:
        return f'<a href="{self.public_url}{path}">{text}</a>'


def said(text: str) -> str:
    """Words of people, in one line and never a link."""
    line = " ".join(text.split()).translate(NO_MARKUP)
    return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"

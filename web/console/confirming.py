"""Mass and destructive acts say in numbers what will happen, and ask once more."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request
from werkzeug.datastructures import MultiDict

from web.console.page import Page, page

CONFIRMED = "confirmed"


def ask_first(title: str, lines: Sequence[str], *, yes: str, back: str, is_destructive: bool = False) -> Page | None:
    """The page that asks, or None once the person has said yes there.

    `lines` are sentences with numbers in them; `yes` names the act (发送给 312 人), never just 确定.
    The form comes back with everything that was typed before.
    """
    if request.form.get(CONFIRMED) == "yes":
        return None
    return ask_again(title, lines, request.form, yes=yes, back=back, is_destructive=is_destructive)


def ask_again(
    title: str,
    lines: Sequence[str],
    said: MultiDict[str, str],
    *,
    yes: str,
    back: str,
    is_destructive: bool = False,
) -> Page:
    """The page that asks, with what goes back when the person says yes there."""
    return page(
        "confirm.html", title=title, lines=lines, yes=yes, back=back, is_destructive=is_destructive, typed=carried(said)
    )


def carried(said: MultiDict[str, str]) -> list[tuple[str, str]]:
    """What a page that asks once more sends back: all but the old token, and the yes, which is the person's to say."""
    return [(name, value) for name, value in said.items(multi=True) if name not in ("csrf_token", CONFIRMED)]

"""What the public reads of a wish once it is verified, and what it must never read (features W3, W8)."""

from __future__ import annotations

import datetime
import re
import unicodedata

from models.organisations import Organisation
from models.wishes import Wish
from services import policies, texts
from services.errors import Invalid


def public_preview(
    wish: Wish, title: str | None, detail: str | None, name: str | None, *, now: datetime.datetime
) -> dict[str, str]:
    """Exactly what the public will read, where left out as it was typed; raises Invalid for what it must not."""
    preview = {
        "title": title or wish.title,
        "detail": wish.detail if detail is None else detail,
        "public_name": name or default_public_name(wish.organisation, now=now),
    }
    texts.refuse_money(**preview)
    texts.refuse_private_circumstances(wish.organisation, now=now, **preview)
    _refuse_name(wish, preview)
    _refuse_phone(wish, preview)
    return preview


def newly_written(wish: Wish, *public: str | None, now: datetime.datetime) -> list[str]:
    """What the verifier wrote anew of a preview; the wisher's own words were checked, or held and read, before."""
    before = {None, "", wish.title, wish.detail, default_public_name(wish.organisation, now=now)}
    return [text for text in public if text is not None and text not in before]


def default_public_name(organisation: Organisation, *, now: datetime.datetime) -> str:
    """Who the public reads about unless the verifier says otherwise."""
    pattern: str = policies.value("wish.public_name", organisation, now=now)
    return pattern.replace("{organisation}", organisation.name)


def _refuse_name(wish: Wish, preview: dict[str, str]) -> None:
    """A name needs consent, and a child's is never shown, whoever consented."""
    name = wish.wisher_name or (wish.wisher or wish.made_by).name
    may_show = wish.may_show_name and not wish.is_for_child
    if name and not may_show and any(name in text for text in preview.values()):
        raise Invalid(
            "name_not_agreed", "本人没有同意公开姓名，请换成「一位老人」这样的称呼", {"public_name": "不能写姓名"}
        )


def _refuse_phone(wish: Wish, preview: dict[str, str]) -> None:
    """The contact's number is for the helper only, however it is spaced out."""
    phones = [wish.contact_phone, wish.wisher.phone if wish.wisher else None]
    for field, text in preview.items():
        digits = re.sub("[^0-9]", "", unicodedata.normalize("NFKC", text))
        if any(phone and phone in digits for phone in phones):
            raise Invalid("phone_not_public", "公开的内容里不能有电话号码，请删掉", {field: "请去掉电话号码"})

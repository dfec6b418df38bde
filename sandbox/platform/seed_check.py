"""Whether a seed can be planted; a seed that cannot is refused whole."""

from __future__ import annotations

from typing import Any


def problem_of(seed: dict[str, Any]) -> str | None:
    people = seed.get("people")
    if not isinstance(people, list):
        return "people must be a list"
    for number, each in enumerate(people):
        if problem := _problem_of_person(each):
            return f"people[{number}]: {problem}"
    openids = [each["openid"] for each in people if each.get("openid")]
    if len(openids) != len(set(openids)):
        return "two people have the same openid"
    return _problem_of_templates(seed.get("templates") or []) or _problem_of_pages(seed.get("pages") or [])


def _problem_of_person(each: Any) -> str | None:
    if not isinstance(each, dict):
        return "an object is expected"
    for name in ("name", "phone"):
        if not isinstance(each.get(name), str) or not each[name]:
            return f"{name} is missing"
    for name in ("openid", "unionid"):
        if not isinstance(each.get(name), str | None):
            return f"{name} must be text"
    if not _is_list_of_text(each.get("roles") or []):
        return "roles must be a list of text"
    counts = each.get("grants") or {}
    if not isinstance(counts, dict) or not all(isinstance(count, int) for count in counts.values()):
        return "grants must give a number for each template id"
    return None


def _problem_of_templates(templates: Any) -> str | None:
    try:
        good = all(
            isinstance(text, str)
            for each in templates
            for text in (each["template_id"], each["title"], *_texts_of_fields(each["fields"]))
        )
    except (KeyError, TypeError):
        good = False
    return None if good else "templates need template_id, title and fields with key and label"


def _texts_of_fields(fields: list[dict[str, Any]]) -> list[Any]:
    return [one[name] for one in fields for name in ("key", "label")]


def _problem_of_pages(pages: Any) -> str | None:
    return None if _is_list_of_text(pages) else "pages must be a list of paths"


def _is_list_of_text(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)

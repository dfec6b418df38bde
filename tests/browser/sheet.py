"""The roll of a Party day as the secretary's line to the backend has it."""

from __future__ import annotations


def openid_of(name, wechat):
    return next((person["openid"] for person in wechat.people() if person.get("name") == name), None)


def awaited(line, day):
    """Somebody on the list of whom nobody has said anything yet, the last first: they may have no phone at all."""
    return [each for each in roll(line, day).values() if each["status"] == "not_yet"][-1]


def roll(line, day):
    items = line.get(f"party-days/{day['id']}/roll").json()["items"]
    return {each["person_id"]: each for each in items}

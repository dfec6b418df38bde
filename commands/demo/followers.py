"""Who follows the Official Account: in our database and on the stand-in's WeChat alike."""

from __future__ import annotations

import datetime

from peewee import chunked

from commands.demo.names import openid_of, unionid_of
from commands.demo.people import AT_ONCE, Someone
from models.people import Identity

EVERY = 3  # of those on the mini-program, one in so many follows; the first one meets always do


def follow(known: list[Someone], always: list[Someone], official_appid: str, *, now: datetime.datetime) -> None:
    """Note followers with the unionid by which WeChat ties both accounts to one person."""
    bound = [one for one in known if one.is_bound and one.phone]
    followers = [one for number, one in enumerate(bound) if number % EVERY == 0 or one in always]
    for one in followers:
        one.official_openid = openid_of(official_appid, str(one.phone))
    for some in chunked(followers, AT_ONCE):
        Identity.insert_many(
            {
                "appid": official_appid,
                "openid": one.official_openid,
                "unionid": unionid_of(str(one.phone)),
                "person": one.id,
                "created_at": now,
            }
            for one in some
        ).execute()

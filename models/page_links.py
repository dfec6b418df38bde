"""Ways into a page of the mini-program from outside, kept because WeChat counts how often we ask for them."""

from __future__ import annotations

import peewee

from models.base import BaseModel
from models.fields import UTCDateTimeField


class PageCode(BaseModel):
    """A code to print: the same scene always opens the same page, so its picture is drawn once.

    `version` is WeChat's version of the mini-program (release, trial, develop) that the code opens, or `follow` for
    one that opens the Official Account's chat.
    """

    scene = peewee.CharField(max_length=32)
    version = peewee.CharField(max_length=8)
    picture = peewee.TextField()  # PNG or JPEG, in base64
    drawn_at = UTCDateTimeField()

    class Meta:
        indexes = ((("scene", "version"), True),)


class PageLink(BaseModel):
    """A web link that opens the mini-program at a scene's page; WeChat lets it live for at most 30 days."""

    scene = peewee.CharField(max_length=32)
    version = peewee.CharField(max_length=8)
    link = peewee.CharField(max_length=200)
    expires_at = UTCDateTimeField()

    class Meta:
        indexes = ((("scene", "version"), True),)

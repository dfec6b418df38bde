"""Articles for the Official Account and other media, who reviewed them, and where they appeared."""

from __future__ import annotations

from enum import StrEnum

import peewee

from models.base import BaseModel
from models.fields import StateField, UTCDateTimeField
from models.organisations import Organisation
from models.people import Person


class ArticleStatus(StrEnum):
    DRAFT = "draft"
    IN_REVIEW = "in_review"
    APPROVED = "approved"
    SENDING = "sending"  # on its way into the account's drafts; after a crash somebody looks whether it arrived
    IN_DRAFTS = "in_drafts"  # a person publishes it there


class ArticleSource(StrEnum):
    EVENT = "event"
    PARTY_DAY = "party_day"
    WISH = "wish"


class Article(BaseModel):
    """A report or an experience, as its latest version reads. Every change starts the reviews anew."""

    organisation = peewee.ForeignKeyField(Organisation, backref="articles", on_delete="RESTRICT")
    author = peewee.ForeignKeyField(Person, backref="articles", on_delete="RESTRICT")
    status = StateField(ArticleStatus, default=ArticleStatus.DRAFT)
    version = peewee.SmallIntegerField(default=1)
    title = peewee.CharField(max_length=64)  # of new ones at most 32, as WeChat takes them (services.articles)
    digest = peewee.CharField(max_length=120, default="")
    body = peewee.TextField()  # plain text; an empty line begins a paragraph
    source = StateField(ArticleSource, null=True)
    source_id = peewee.IntegerField(null=True)
    media_id = peewee.CharField(max_length=128, default="")  # the draft at WeChat
    created_at = UTCDateTimeField()
    changed_at = UTCDateTimeField()

    organisation_id: int
    author_id: int

    class Meta:
        indexes = ((("organisation", "status", "id"), False),)


class ArticleVersion(BaseModel):
    """What an article read at each time, and who wrote that."""

    article = peewee.ForeignKeyField(Article, backref="versions", on_delete="CASCADE", index=False)
    number = peewee.SmallIntegerField()
    title = peewee.CharField(max_length=64)
    digest = peewee.CharField(max_length=120)
    body = peewee.TextField()
    writer = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    written_at = UTCDateTimeField()

    article_id: int
    writer_id: int

    class Meta:
        indexes = ((("article", "number"), True),)


class ArticleReview(BaseModel):
    """One person's word on one version; `stage` counts the approvals from 1 and is NULL for a refusal."""

    article = peewee.ForeignKeyField(Article, backref="reviews", on_delete="CASCADE", index=False)
    version = peewee.SmallIntegerField()
    reviewer = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    stage = peewee.SmallIntegerField(null=True)
    reason = peewee.CharField(max_length=300, default="")
    reviewed_at = UTCDateTimeField()

    article_id: int
    reviewer_id: int

    class Meta:
        indexes = (
            (("article", "version", "stage"), True),
            (("article", "version", "reviewer"), True),
        )

    @property
    def is_approval(self) -> bool:
        return self.stage is not None


class Channel(StrEnum):
    OFFICIAL_ACCOUNT = "official_account"
    BROADCAST = "broadcast"
    TELEVISION = "television"
    NEWSPAPER = "newspaper"
    WEBSITE = "website"
    OTHER = "other"


class Publication(BaseModel):
    """A line of the publicity ledger: what appeared where and when (features O3)."""

    organisation = peewee.ForeignKeyField(Organisation, backref="publications", on_delete="RESTRICT")
    article = peewee.ForeignKeyField(Article, null=True, backref="publications", on_delete="SET NULL")
    channel = StateField(Channel)
    outlet = peewee.CharField(max_length=60)
    title = peewee.CharField(max_length=80)
    link = peewee.CharField(max_length=300, default="")
    published_on = peewee.DateField()
    recorded_by = peewee.ForeignKeyField(Person, on_delete="RESTRICT")
    recorded_at = UTCDateTimeField()

    organisation_id: int

    class Meta:
        # The same piece in the same place on the same day is the same line, however often it is typed.
        indexes = (
            (("organisation", "channel", "outlet", "title", "published_on"), True),
            (("organisation", "published_on"), False),
        )

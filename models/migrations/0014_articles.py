"""Articles, their versions and reviews, and the publicity ledger."""

from peewee import *
from models.fields import UTCDateTimeField

def up(migrator, db):
    class Organisation(Model):
        class Meta:
            database = db
            table_name = 'organisation'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Article(Model):
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        author = ForeignKeyField(Person, on_delete='RESTRICT')
        status = CharField(max_length=24, default='draft')
        version = SmallIntegerField(default=1)
        title = CharField(max_length=64)
        digest = CharField(max_length=120, default='')
        body = TextField()
        source = CharField(null=True, max_length=24)
        source_id = IntegerField(null=True)
        media_id = CharField(max_length=128, default='')
        created_at = UTCDateTimeField()
        changed_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'article'
            indexes = ((('organisation', 'status', 'id'), False),)
    db.create_tables([Article])

    class ArticleReview(Model):
        article = ForeignKeyField(Article, index=False, on_delete='CASCADE')
        version = SmallIntegerField()
        reviewer = ForeignKeyField(Person, on_delete='RESTRICT')
        stage = SmallIntegerField(null=True)
        reason = CharField(max_length=300, default='')
        reviewed_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'article_review'
            indexes = ((('article', 'version', 'stage'), True), (('article', 'version', 'reviewer'), True))
    db.create_tables([ArticleReview])

    class ArticleVersion(Model):
        article = ForeignKeyField(Article, index=False, on_delete='CASCADE')
        number = SmallIntegerField()
        title = CharField(max_length=64)
        digest = CharField(max_length=120)
        body = TextField()
        writer = ForeignKeyField(Person, on_delete='RESTRICT')
        written_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'article_version'
            indexes = ((('article', 'number'), True),)
    db.create_tables([ArticleVersion])

    class Publication(Model):
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        article = ForeignKeyField(Article, null=True, on_delete='SET NULL')
        channel = CharField(max_length=24)
        outlet = CharField(max_length=60)
        title = CharField(max_length=80)
        link = CharField(max_length=300, default='')
        published_on = DateField()
        recorded_by = ForeignKeyField(Person, on_delete='RESTRICT')
        recorded_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'publication'
            indexes = ((('organisation', 'channel', 'outlet', 'title', 'published_on'), True), (('organisation', 'published_on'), False))
    db.create_tables([Publication])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('publication'))
    migrator.migrate(migrator.drop_table('article_version'))
    migrator.migrate(migrator.drop_table('article_review'))
    migrator.migrate(migrator.drop_table('article'))

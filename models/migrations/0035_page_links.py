"""Mini-program codes and links that were made already."""

from peewee import *
from models.fields import UTCDateTimeField

def up(migrator, db):
    class PageCode(Model):
        scene = CharField(max_length=32)
        version = CharField(max_length=8)
        picture = TextField()
        drawn_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'page_code'
            indexes = ((('scene', 'version'), True),)

    class PageLink(Model):
        scene = CharField(max_length=32)
        version = CharField(max_length=8)
        link = CharField(max_length=200)
        expires_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'page_link'
            indexes = ((('scene', 'version'), True),)
    db.create_tables([PageCode, PageLink])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('page_link'))
    migrator.migrate(migrator.drop_table('page_code'))

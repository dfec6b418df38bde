"""A template that WeChat has banned is left alone for a while, and the others go on."""

from peewee import *

from models.fields import UTCDateTimeField


def up(migrator, db):
    class TemplatePause(Model):
        template_id = CharField(primary_key=True, max_length=64)
        until = UTCDateTimeField()

        class Meta:
            database = db
            table_name = 'template_pause'

    db.create_tables([TemplatePause])


def down(migrator, db):
    db.execute_sql('DROP TABLE template_pause')

"""Photos, held until somebody has looked, and the note one may come along with."""

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

    class Photo(Model):
        name = CharField(unique=True, null=True, max_length=43)
        digest = CharField(max_length=64)
        uploaded_by = ForeignKeyField(Person, on_delete='RESTRICT', index=False)
        organisation = ForeignKeyField(Organisation, null=True, on_delete='RESTRICT', index=False)
        status = CharField(max_length=24, default='held')
        is_loose = SmallIntegerField(null=True, default=1)
        width = IntegerField()
        height = IntegerField()
        uploaded_at = UTCDateTimeField()
        decided_at = UTCDateTimeField(null=True)
        reason = CharField(max_length=200, default='')
        trace_id = CharField(unique=True, null=True, max_length=64)
        class Meta:
            database = db
            table_name = 'photo'
            indexes = ((('uploaded_by', 'digest', 'is_loose'), True), (('organisation', 'status'), False), (('status', 'id'), False))
    db.create_tables([Photo])

    migrator.migrate(migrator.add_column('progress_note', 'photo_id', ForeignKeyField(Photo, field=Photo.id, unique=True, null=True, on_delete='SET NULL')))


def down(migrator, db):
    migrator.migrate(migrator.drop_index('progress_note', 'progress_note_photo_id'))
    migrator.migrate(migrator.drop_column('progress_note', 'photo_id'))
    migrator.migrate(migrator.drop_table('photo'))

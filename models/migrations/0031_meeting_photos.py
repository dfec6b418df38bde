"""Photos of Party days and meetings, for their record."""

from peewee import *

def up(migrator, db):
    class PartyDay(Model):
        class Meta:
            database = db
            table_name = 'party_day'

    class Photo(Model):
        class Meta:
            database = db
            table_name = 'photo'

    class MeetingPhoto(Model):
        party_day = ForeignKeyField(PartyDay, on_delete='CASCADE')
        photo = ForeignKeyField(Photo, unique=True, on_delete='CASCADE')
        caption = CharField(max_length=60, default='')
        class Meta:
            database = db
            table_name = 'meeting_photo'
    db.create_tables([MeetingPhoto])

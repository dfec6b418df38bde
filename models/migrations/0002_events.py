"""Events: posts, sign-ups, reminders, and the ledger of hours."""

from peewee import *
from models.fields import EncryptedField
from models.fields import UTCDateTimeField

def up(migrator, db):
    class Alliance(Model):
        class Meta:
            database = db
            table_name = 'alliance'

    class Organisation(Model):
        class Meta:
            database = db
            table_name = 'organisation'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class Event(Model):
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        made_by = ForeignKeyField(Person, on_delete='RESTRICT')
        status = CharField(max_length=24)
        title = CharField(max_length=40)
        detail = CharField(max_length=1000, default='')
        place = CharField(max_length=60)
        starts_at = UTCDateTimeField()
        ends_at = UTCDateTimeField(index=True)
        opens_at = UTCDateTimeField()
        closes_at = UTCDateTimeField()
        cancel_hours = SmallIntegerField()
        overlap_grace_minutes = SmallIntegerField()
        audience = CharField(max_length=24, default='everyone')
        alliance = ForeignKeyField(Alliance, null=True, on_delete='RESTRICT')
        min_age = SmallIntegerField(null=True)
        max_age = SmallIntegerField(null=True)
        is_restricted = BooleanField(default=False)
        attendance_mode = CharField(max_length=24, default='roll_call')
        change_number = IntegerField(default=0)
        reason = CharField(max_length=200, default='')
        created_at = UTCDateTimeField()
        cancelled_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'event'
            indexes = ((('status', 'starts_at'), False), (('organisation', 'starts_at'), False))
    db.create_tables([Event])

    class HoursEntry(Model):
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        event = ForeignKeyField(Event, index=False, on_delete='RESTRICT')
        number = SmallIntegerField()
        kind = CharField(max_length=24)
        minutes = IntegerField()
        reverses = ForeignKeyField('self', unique=True, null=True, on_delete='RESTRICT')
        recorded_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        recorded_at = UTCDateTimeField()
        reason = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'hours_entry'
            indexes = ((('event', 'person', 'number'), True),)
            constraints = [Check("(kind = 'reversal' AND minutes < 0) OR (kind <> 'reversal' AND minutes > 0)")]
    db.create_tables([HoursEntry])

    class Post(Model):
        event = ForeignKeyField(Event, on_delete='CASCADE')
        name = CharField(max_length=40)
        needs = CharField(max_length=200, default='')
        capacity = IntegerField()
        waiting = IntegerField(default=0)
        confirmed = IntegerField(default=0)
        last_ticket = IntegerField(default=0)
        is_open = BooleanField(default=True)
        class Meta:
            database = db
            table_name = 'post'
            indexes = ((('event', 'name'), True),)
            constraints = [Check('confirmed >= 0 AND confirmed <= capacity'), Check('waiting >= 0')]
    db.create_tables([Post])

    class Reminder(Model):
        event = ForeignKeyField(Event, index=False, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='CASCADE')
        kind = CharField(max_length=24)
        sent_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'reminder'
            indexes = ((('event', 'person', 'kind'), True),)
    db.create_tables([Reminder])

    class SignUp(Model):
        event = ForeignKeyField(Event, index=False, on_delete='CASCADE')
        post = ForeignKeyField(Post, index=False, on_delete='CASCADE')
        person = ForeignKeyField(Person, index=False, on_delete='RESTRICT')
        status = CharField(max_length=24)
        is_held = SmallIntegerField(null=True, default=1)
        ticket = IntegerField()
        seats = SmallIntegerField(default=1)
        companions = EncryptedField(null=True)
        guardian_name = EncryptedField(null=True)
        guardian_phone = EncryptedField(null=True)
        is_walk_in = BooleanField(default=False)
        kept_change = IntegerField(default=0)
        signed_up_at = UTCDateTimeField()
        confirmed_at = UTCDateTimeField(null=True)
        ended_at = UTCDateTimeField(null=True)
        attendance = CharField(null=True, max_length=24)
        checked_in_at = UTCDateTimeField(null=True)
        checked_out_at = UTCDateTimeField(null=True)
        is_end_assumed = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'sign_up'
            indexes = ((('event', 'person', 'is_held'), True), (('post', 'status', 'ticket'), False), (('person', 'is_held'), False))
    db.create_tables([SignUp])

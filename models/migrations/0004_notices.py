"""Mass notices with their frozen audience, the ledger of WeChat grants, pauses of sending."""

from peewee import *
from models.fields import UTCDateTimeField

# Columns that may not be NULL are added by plain SQL, which all engines read alike: migrator.add_column
# rebuilds the table on SQLite, and dropping the old one inside a transaction would delete every delivery with it.

def up(migrator, db):
    class Alliance(Model):
        class Meta:
            database = db
            table_name = 'alliance'

    class Appointment(Model):
        class Meta:
            database = db
            table_name = 'appointment'

    class Delivery(Model):
        class Meta:
            database = db
            table_name = 'delivery'

    class Identity(Model):
        class Meta:
            database = db
            table_name = 'identity'

    class Notice(Model):
        class Meta:
            database = db
            table_name = 'notice'

    class Organisation(Model):
        class Meta:
            database = db
            table_name = 'organisation'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class SubscriptionGrant(Model):
        identity = ForeignKeyField(Identity, on_delete='CASCADE')
        template_id = CharField(max_length=64)
        left = IntegerField(default=0, column_name='remaining')
        class Meta:
            database = db
            table_name = 'subscription_grant'
            indexes = ((('identity', 'template_id'), True),)
            constraints = [Check('remaining >= 0')]
    db.create_tables([SubscriptionGrant])

    class GrantEntry(Model):
        grant = ForeignKeyField(SubscriptionGrant, on_delete='CASCADE')
        kind = CharField(max_length=24)
        change = IntegerField()
        source = CharField(max_length=24)
        delivery = ForeignKeyField(Delivery, null=True, on_delete='SET NULL')
        same_as = ForeignKeyField('self', null=True, unique=True, on_delete='CASCADE')
        at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'grant_entry'
            indexes = ((('grant', 'kind', 'at'), False),)
    db.create_tables([GrantEntry])

    class NoticeBatch(Model):
        notice = ForeignKeyField(Notice, on_delete='CASCADE')
        number = SmallIntegerField()
        person_ids = TextField()
        people = SmallIntegerField()
        expanded_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'notice_batch'
            indexes = ((('notice', 'number'), True),)
    db.create_tables([NoticeBatch])

    class SendingPause(Model):
        appid = CharField(primary_key=True, max_length=32)
        until = UTCDateTimeField()
        reason = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'sending_pause'
    db.create_tables([SendingPause])

    db.execute_sql("ALTER TABLE notice ADD COLUMN kind VARCHAR(24) NOT NULL DEFAULT 'single'")
    db.execute_sql("ALTER TABLE notice ADD COLUMN status VARCHAR(24) NOT NULL DEFAULT 'sent'")
    db.execute_sql("ALTER TABLE notice ADD COLUMN is_urgent BOOLEAN NOT NULL DEFAULT FALSE")
    migrator.migrate(migrator.add_column('notice', 'author_id', ForeignKeyField(Person, field=Person.id, null=True, on_delete='RESTRICT')))
    migrator.migrate(migrator.add_column('notice', 'seat_id', ForeignKeyField(Appointment, field=Appointment.id, null=True, on_delete='RESTRICT')))
    migrator.migrate(migrator.add_column('notice', 'organisation_id', ForeignKeyField(Organisation, field=Organisation.id, null=True, on_delete='RESTRICT')))
    migrator.migrate(migrator.add_column('notice', 'alliance_id', ForeignKeyField(Alliance, field=Alliance.id, null=True, on_delete='RESTRICT')))
    migrator.migrate(migrator.add_column('notice', 'audience', TextField(null=True)))
    migrator.migrate(migrator.add_column('notice', 'send_at', UTCDateTimeField(null=True)))
    migrator.migrate(migrator.add_column('notice', 'sent_at', UTCDateTimeField(null=True)))
    migrator.migrate(migrator.add_column('delivery', 'told_at', UTCDateTimeField(null=True)))
    migrator.migrate(migrator.add_column('delivery', 'told_how', CharField(null=True, max_length=24)))
    migrator.migrate(migrator.add_index('notice', ('status', 'send_at')))

"""What WeChat pushes, followers of the Official Account, a second way to knock, and how often WeChat was asked."""

from peewee import *
from models.fields import EncryptedField, UTCDateTimeField

# Columns that may not be NULL are added by plain SQL: see 0004_notices.py.

def up(migrator, db):
    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class ApiUse(Model):
        appid = CharField(max_length=32)
        api = CharField(max_length=60)
        day = DateField()
        used = IntegerField(default=0)
        used_up_until = UTCDateTimeField(null=True)
        told_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'api_use'
            indexes = ((('appid', 'api', 'day'), True),)
    db.create_tables([ApiUse])

    class LinkCode(Model):
        code_hash = CharField(unique=True, max_length=64)
        person = ForeignKeyField(Person, on_delete='CASCADE')
        expires_at = UTCDateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'link_code'
    db.create_tables([LinkCode])

    class LinkVisit(Model):
        token_hash = CharField(unique=True, max_length=64)
        openid = CharField(max_length=64, default='')
        tries_left = SmallIntegerField()
        expires_at = UTCDateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'link_visit'
    db.create_tables([LinkVisit])

    class Push(Model):
        account = CharField(max_length=24)
        key = CharField(max_length=64)
        kind = CharField(max_length=40)
        sender_hash = CharField(max_length=64)
        message = EncryptedField(default='')
        reply = EncryptedField(default='')
        sent_at = UTCDateTimeField()
        received_at = UTCDateTimeField(index=True)
        status = CharField(max_length=24, default='waiting')
        attempts = SmallIntegerField(default=0)
        due_at = UTCDateTimeField()
        handled_at = UTCDateTimeField(null=True)
        problem = CharField(max_length=60, default='')
        class Meta:
            database = db
            table_name = 'push'
            indexes = ((('account', 'key'), True), (('status', 'due_at'), False), (('sender_hash', 'kind', 'sent_at'), False))
    db.create_tables([Push])

    db.execute_sql("ALTER TABLE delivery ADD COLUMN way VARCHAR(24) NOT NULL DEFAULT 'subscribe'")
    db.execute_sql("ALTER TABLE delivery ADD COLUMN subscribe_reason VARCHAR(40) NOT NULL DEFAULT ''")
    migrator.migrate(migrator.add_column('delivery', 'message_id', CharField(index=True, null=True, max_length=24)))

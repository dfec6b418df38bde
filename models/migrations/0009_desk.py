"""Log-ins of the desk by scanning, sessions that say what they open, long tasks with their files."""

from peewee import *
from models.fields import EncryptedField
from models.fields import UTCDateTimeField

def up(migrator, db):
    class Identity(Model):
        class Meta:
            database = db
            table_name = 'identity'

    class Person(Model):
        class Meta:
            database = db
            table_name = 'person'

    class DeskLogIn(Model):
        code_hash = CharField(unique=True, max_length=64)
        desk_hash = CharField(unique=True, max_length=64)
        status = CharField(max_length=24, default='waiting')
        device = CharField(max_length=40, default='')
        person = ForeignKeyField(Person, null=True, on_delete='CASCADE')
        identity = ForeignKeyField(Identity, null=True, on_delete='CASCADE')
        asked_at = UTCDateTimeField()
        expires_at = UTCDateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'desk_log_in'
    db.create_tables([DeskLogIn])

    class Task(Model):
        kind = CharField(max_length=40)
        title = CharField(max_length=80)
        person = ForeignKeyField(Person, on_delete='CASCADE')
        status = CharField(max_length=24, default='waiting')
        parameters = TextField(default='{}')
        state = TextField(default='{}')
        done = IntegerField(default=0)
        total = IntegerField(default=0)
        message = CharField(max_length=200, default='')
        attempts = SmallIntegerField(default=0)
        worker = CharField(max_length=40, default='')
        held_until = UTCDateTimeField(null=True)
        created_at = UTCDateTimeField()
        finished_at = UTCDateTimeField(null=True)
        forget_at = UTCDateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'task'
            indexes = ((('status', 'id'), False), (('person', 'id'), False))
    db.create_tables([Task])

    class TaskFile(Model):
        task = ForeignKeyField(Task, on_delete='CASCADE')
        role = CharField(max_length=24)
        name = CharField(max_length=120)
        content_type = CharField(max_length=100)
        class Meta:
            database = db
            table_name = 'task_file'
            indexes = ((('task', 'role'), True),)
    db.create_tables([TaskFile])

    class FilePiece(Model):
        file = ForeignKeyField(TaskFile, on_delete='CASCADE')
        place = IntegerField()
        content = EncryptedField()
        class Meta:
            database = db
            table_name = 'file_piece'
            indexes = ((('file', 'place'), True),)
    db.create_tables([FilePiece])

    db.execute_sql("ALTER TABLE session ADD COLUMN kind VARCHAR(24) NOT NULL DEFAULT 'phone'")
    db.execute_sql("ALTER TABLE session ADD COLUMN device VARCHAR(40) NOT NULL DEFAULT ''")


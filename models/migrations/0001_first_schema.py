"""The first schema: organisations, people, wishes, notices, and what keeps them in order."""

from peewee import *
from models.fields import EncryptedField
from models.fields import UTCDateTimeField

# TODO: expires_at: default datetime.datetime(2000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc) must be added by hand

def up(migrator, db):
    class AllianceType(Model):
        key = CharField(unique=True, max_length=24)
        name = CharField(max_length=30)
        colour = CharField(max_length=7)
        class Meta:
            database = db
            table_name = 'alliance_type'
    db.create_tables([AllianceType])

    class Organisation(Model):
        name = CharField(max_length=60)
        kind = CharField(max_length=24)
        sector = CharField(null=True, max_length=24)
        parent = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        path = CharField(index=True, max_length=120, default='')
        created_at = UTCDateTimeField()
        closed_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'organisation'
            indexes = ((('parent', 'name'), True),)
    db.create_tables([Organisation])

    class Area(Model):
        township = ForeignKeyField(Organisation, on_delete='CASCADE')
        name = CharField(max_length=60)
        class Meta:
            database = db
            table_name = 'area'
            indexes = ((('township', 'name'), True),)
    db.create_tables([Area])

    class Alliance(Model):
        name = CharField(max_length=60)
        level = CharField(max_length=24)
        type = ForeignKeyField(AllianceType, on_delete='RESTRICT')
        township = ForeignKeyField(Organisation, on_delete='RESTRICT')
        area = ForeignKeyField(Area, null=True, on_delete='SET NULL')
        goal = CharField(max_length=300, default='')
        formed_on = DateField()
        ended_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'alliance'
            indexes = ((('township', 'name'), True),)
    db.create_tables([Alliance])

    class AllianceMembership(Model):
        alliance = ForeignKeyField(Alliance, on_delete='CASCADE')
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        joined_on = DateField()
        left_on = DateField(null=True)
        class Meta:
            database = db
            table_name = 'alliance_membership'
            indexes = ((('alliance', 'organisation', 'joined_on'), True),)
    db.create_tables([AllianceMembership])

    class Group(Model):
        organisation = ForeignKeyField(Organisation, on_delete='CASCADE')
        name = CharField(max_length=60)
        class Meta:
            database = db
            table_name = 'branch_group'
            indexes = ((('organisation', 'name'), True),)
    db.create_tables([Group])

    class Person(Model):
        name = CharField(max_length=30, default='')
        standing = CharField(max_length=24, default='resident')
        home = ForeignKeyField(Organisation, null=True, on_delete='RESTRICT')
        group = ForeignKeyField(Group, null=True, on_delete='SET NULL')
        birth_month = CharField(null=True, max_length=7)
        phone = EncryptedField(null=True)
        phone_hash = CharField(index=True, null=True, max_length=64)
        phone_tail = CharField(max_length=4, default='')
        id_number = EncryptedField(null=True)
        id_number_hash = CharField(unique=True, null=True, max_length=64)
        is_on_roster = BooleanField(default=False)
        approved_at = UTCDateTimeField(null=True)
        merged_into = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        open_claims = IntegerField(default=0)
        created_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'person'
            indexes = ((('home', 'name'), False),)
    db.create_tables([Person])

    class Appointment(Model):
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        role = CharField(max_length=24)
        organisation = ForeignKeyField(Organisation, null=True, on_delete='RESTRICT')
        alliance = ForeignKeyField(Alliance, null=True, on_delete='RESTRICT')
        area = ForeignKeyField(Area, null=True, on_delete='RESTRICT')
        delegated_by = ForeignKeyField('self', null=True, on_delete='RESTRICT')
        starts_on = DateField()
        ends_on = DateField(null=True)
        created_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'appointment'
    db.create_tables([Appointment])

    class AreaMembership(Model):
        area = ForeignKeyField(Area, on_delete='CASCADE')
        organisation = ForeignKeyField(Organisation, unique=True, on_delete='CASCADE')
        class Meta:
            database = db
            table_name = 'area_membership'
    db.create_tables([AreaMembership])

    class AuditEntry(Model):
        actor_id = IntegerField(index=True, null=True)
        acted_for_id = IntegerField(null=True)
        action = CharField(max_length=40)
        subject = CharField(max_length=30)
        subject_id = IntegerField()
        organisation_id = IntegerField(null=True)
        before = TextField(default='{}')
        after = TextField(default='{}')
        reason = CharField(max_length=200, default='')
        origin = CharField(max_length=64, default='')
        at = UTCDateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'audit_entry'
            indexes = ((('subject', 'subject_id'), False),)
    db.create_tables([AuditEntry])

    class Wish(Model):
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        made_by = ForeignKeyField(Person, on_delete='RESTRICT')
        wisher = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        kind = CharField(max_length=24)
        status = CharField(max_length=24)
        title = CharField(max_length=40)
        detail = CharField(max_length=500, default='')
        estimated_value = IntegerField(null=True)
        wisher_name = EncryptedField(null=True)
        contact_phone = EncryptedField(null=True)
        is_for_child = BooleanField(default=False)
        may_show_name = BooleanField(default=False)
        public_name = CharField(max_length=40, default='')
        shares_total = IntegerField(default=1)
        shares_taken = IntegerField(default=0)
        reason = CharField(max_length=200, default='')
        created_at = UTCDateTimeField()
        opened_at = UTCDateTimeField(null=True)
        delivered_at = UTCDateTimeField(null=True)
        follow_up_asked_at = UTCDateTimeField(null=True)
        closed_at = UTCDateTimeField(index=True, null=True)
        contact_erased_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'wish'
            indexes = ((('status', 'id'), False), (('organisation', 'status', 'id'), False), (('made_by', 'id'), False))
            constraints = [Check('shares_taken >= 0 AND shares_taken <= shares_total')]
    db.create_tables([Wish])

    class Claim(Model):
        wish = ForeignKeyField(Wish, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        status = CharField(max_length=24, default='active')
        is_held = SmallIntegerField(null=True, default=1)
        claimed_at = UTCDateTimeField()
        last_progress_at = UTCDateTimeField()
        reminded_at = UTCDateTimeField(null=True)
        contact_seen_at = UTCDateTimeField(null=True)
        ended_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'claim'
            indexes = ((('wish', 'person', 'is_held'), True), (('person', 'status'), False), (('status', 'last_progress_at'), False))
    db.create_tables([Claim])

    class DelegatedFunction(Model):
        appointment = ForeignKeyField(Appointment, on_delete='CASCADE')
        function = CharField(max_length=24)
        class Meta:
            database = db
            table_name = 'delegated_function'
            indexes = ((('appointment', 'function'), True),)
    db.create_tables([DelegatedFunction])

    class Notice(Model):
        purpose = CharField(max_length=24)
        title = CharField(max_length=60)
        body = TextField(default='')
        page = CharField(max_length=120, default='')
        fields = TextField(default='{}')
        created_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'notice'
    db.create_tables([Notice])

    class Delivery(Model):
        notice = ForeignKeyField(Notice, on_delete='CASCADE')
        person = ForeignKeyField(Person, on_delete='CASCADE')
        status = CharField(max_length=24, default='pending')
        reason = CharField(max_length=40, default='')
        attempts = SmallIntegerField(default=0)
        due_at = UTCDateTimeField()
        taken_by = CharField(null=True, max_length=40)
        taken_at = UTCDateTimeField(null=True)
        sent_at = UTCDateTimeField(null=True)
        read_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'delivery'
            indexes = ((('notice', 'person'), True), (('status', 'due_at'), False), (('person', 'id'), False))
    db.create_tables([Delivery])

    class IdempotencyKey(Model):
        person = ForeignKeyField(Person, on_delete='CASCADE')
        key = CharField(max_length=80)
        request_hash = CharField(max_length=64)
        status = SmallIntegerField()
        resource_id = IntegerField(null=True)
        created_at = UTCDateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'idempotency_key'
            indexes = ((('person', 'key'), True),)
    db.create_tables([IdempotencyKey])

    class Identity(Model):
        appid = CharField(max_length=32)
        openid = CharField(max_length=64)
        unionid = CharField(index=True, null=True, max_length=64)
        person = ForeignKeyField(Person, on_delete='RESTRICT')
        created_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'identity'
            indexes = ((('appid', 'openid'), True),)
    db.create_tables([Identity])

    class JobRun(Model):
        job = CharField(max_length=40)
        slot = UTCDateTimeField()
        started_at = UTCDateTimeField()
        finished_at = UTCDateTimeField(null=True)
        holder = CharField(max_length=40)
        class Meta:
            database = db
            table_name = 'job_run'
            primary_key = CompositeKey('job', 'slot')
    db.create_tables([JobRun])

    class Lease(Model):
        name = CharField(primary_key=True, max_length=40)
        fence = IntegerField(default=0)
        holder = CharField(max_length=40)
        expires_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'lease'
    db.create_tables([Lease])

    class LoginCode(Model):
        code_hash = CharField(unique=True, max_length=64)
        identity = ForeignKeyField(Identity, on_delete='CASCADE')
        expires_at = UTCDateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'login_code'
    db.create_tables([LoginCode])

    class Policy(Model):
        organisation = ForeignKeyField(Organisation, on_delete='CASCADE')
        name = CharField(max_length=60)
        value = TextField()
        from_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'policy'
            indexes = ((('name', 'organisation', 'from_at'), True),)
    db.create_tables([Policy])

    class ProgressNote(Model):
        claim = ForeignKeyField(Claim, on_delete='CASCADE')
        text = CharField(max_length=300)
        is_held = BooleanField(default=False)
        written_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'progress_note'
    db.create_tables([ProgressNote])

    class Request(Model):
        kind = CharField(max_length=24)
        status = CharField(max_length=24, default='waiting')
        is_waiting = SmallIntegerField(null=True, default=1)
        person = ForeignKeyField(Person, on_delete='CASCADE')
        organisation = ForeignKeyField(Organisation, on_delete='RESTRICT')
        name = CharField(max_length=30)
        phone = EncryptedField()
        phone_hash = CharField(max_length=64)
        phone_tail = CharField(max_length=4)
        asked_at = UTCDateTimeField()
        decided_at = UTCDateTimeField(null=True)
        decided_by = ForeignKeyField(Person, null=True, on_delete='RESTRICT')
        reason = CharField(max_length=200, default='')
        class Meta:
            database = db
            table_name = 'request'
            indexes = ((('person', 'kind', 'is_waiting'), True), (('organisation', 'status'), False))
    db.create_tables([Request])

    class Session(Model):
        token_hash = CharField(unique=True, max_length=64)
        person = ForeignKeyField(Person, on_delete='CASCADE')
        identity = ForeignKeyField(Identity, null=True, on_delete='CASCADE')
        created_at = UTCDateTimeField()
        expires_at = UTCDateTimeField(index=True)
        revoked_at = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'session'
    db.create_tables([Session])

    class WeChatToken(Model):
        name = CharField(unique=True, max_length=80)
        value = EncryptedField(default='')
        value_hash = CharField(max_length=64, default='')
        expires_at = UTCDateTimeField()
        fetching_until = UTCDateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'wechat_token'
    db.create_tables([WeChatToken])

    class WorkerHeartbeat(Model):
        worker = CharField(primary_key=True, max_length=40)
        beat_at = UTCDateTimeField()
        class Meta:
            database = db
            table_name = 'worker_heartbeat'
    db.create_tables([WorkerHeartbeat])


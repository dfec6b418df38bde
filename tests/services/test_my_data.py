"""What I take home is all of mine, and nothing of others."""

import json

import pytest

from models.audit import AuditEntry
from models.fields import StateField
from models.hours import HoursEntry, HoursKind
from models.people import Person
from models.wishes import Wish
from services import claims, consents, my_data, sessions, wishes
from services.consent_texts import BY_PURPOSE, ConsentPurpose
from services.my_data import OWNERS
from services.my_data_words import LABELS, TITLES, VALUES
from services.wish_contacts import see_contact
from tests.event_cast import make_event

# Foreign keys that say what somebody did in a seat (as everything `…_by` does), or into whom a double went.
IN_A_SEAT = {"author", "reviewer", "writer", "merged_into", "source", "target"}


@pytest.fixture
def export(now):
    return lambda by: my_data.export_my_data(by=by, now=now)


def test_every_table_that_points_at_a_person_says_whose_it_is():
    """A new foreign key to a person must be an owner's (it is then exported) or stand in IN_A_SEAT above."""
    names = {key.name for key in Person._meta.backrefs if not key.name.endswith("_by")}
    assert names - set(OWNERS) - IN_A_SEAT == set()


def test_a_life_is_told_in_sections(export, steps, cast, now):
    wish = steps.claimed(cast.wang, contact_phone="19900000012")
    claims.report_progress(wish.id, "尺寸量好了", is_held=False, by=cast.wang, now=now)
    consents.give_consent(ConsentPurpose.GENERAL, BY_PURPOSE[ConsentPurpose.GENERAL].version, by=cast.wang, now=now)
    told = export(cast.wang)

    assert told["我是谁"][0]["姓名"] == "王党员"
    assert told["我是谁"][0]["手机号"] == cast.wang.person.phone
    assert told["认领"][0]["心愿"] == "一床厚棉被"
    assert told["写过的进展"][0]["内容"] == "尺寸量好了"
    assert told["同意记录"][0]["版本"] == "2026-11"
    assert told["微信账号"][0]["微信标识"] == f"openid-{cast.wang.person.id}"


def test_every_table_column_and_state_has_a_chinese_name():
    """People read this of themselves: a name out of our code tells them nothing."""
    models = {Person, *(part.model for part in my_data.PARTS)}
    models |= {key.model for key in Person._meta.backrefs if key.name in OWNERS or key is Wish.made_by}
    told = [model for model in models if my_data._name(model) not in my_data.HIDDEN_TABLES]
    fields = [field for model in told for field in model._meta.sorted_fields if my_data._is_told(field)]
    states = {state for field in fields if isinstance(field, StateField) for state in field._state_of}

    assert {my_data._name(model) for model in told} - set(TITLES) == set()
    assert {field.name for field in fields} - {label.split(".")[-1] for label in LABELS} == set()
    assert states - set(VALUES) == set()


def test_who_looked_at_my_phone_is_told(export, steps, cast, now):
    wish = steps.claimed(cast.wang)
    see_contact(wish, by=cast.wang, now=now)
    assert export(cast.chen)["谁看过我的联系方式"] == [{"时间": "2026-11-23 09:00", "谁": "王党员"}]


def test_neither_other_people_nor_hashes_nor_tokens_are_in_it(export, steps, cast, now):
    wish = steps.claimed(cast.wang, wisher_name="周奶奶", wisher=None, contact_phone="19900000012")
    wishes.get_wish(wish.id, to=cast.wang)
    token, _ = sessions.open_session(cast.wang.person, identity_id=None, days=1, now=now)
    text = json.dumps(export(cast.wang), ensure_ascii=False)

    for secret in ("周奶奶", "19900000012", "陈村民", token, sessions.hash_token(token), cast.wang.person.phone_hash):
        assert secret not in text


def test_what_the_ledger_says_is_in_it(export, cast, now):
    event = make_event(cast)
    HoursEntry.create(
        person=cast.chen.person, event=event, number=1, kind=HoursKind.ACTUAL, minutes=90, recorded_at=now
    )
    assert [(row["活动"], row["分钟"]) for row in export(cast.chen)["服务时长"]] == [("河道清洁", 90)]


def test_what_a_secretary_made_for_others_is_not_theirs(export, cast):
    make_event(cast)
    assert not any("河道清洁" in str(rows) for rows in export(cast.li).values())


def test_each_export_is_logged(export, cast):
    export(cast.chen)
    assert AuditEntry.select().where(AuditEntry.action == "export_my_data").count() == 1

from __future__ import annotations

import pytest

from models.notices import Purpose
from wechat.template_rules import CLEANERS
from wechat.templates import PURPOSE_FIELDS, BadTemplateSetting, BadTemplateValue, Template, parse_templates, values_for


def test_every_purpose_has_its_fields_and_every_field_a_rule():
    assert PURPOSE_FIELDS.keys() == set(Purpose)
    for fields in PURPOSE_FIELDS.values():
        assert {field.rstrip("0123456789") for field in fields} <= CLEANERS.keys()


def test_the_fields_of_a_purpose_are_cleaned():
    fields = {"thing1": "台灯😀", "phrase2": "已认领", "thing3": "王党员认领了"}
    assert values_for(Purpose.WISH_UPDATE, fields) == {**fields, "thing1": "台灯"}


@pytest.mark.parametrize(
    "fields",
    [{"thing1": "台灯", "phrase2": "已认领"}, {"thing1": "台灯", "phrase2": "已认领", "thing3": "好", "thing4": "多"}],
)
def test_a_field_too_few_or_too_many_is_refused(fields):
    with pytest.raises(BadTemplateValue, match=r"thing[34]"):
        values_for(Purpose.WISH_UPDATE, fields)


def test_the_setting_maps_purposes_to_templates():
    read = parse_templates("notice:T_1-x, wish_update : T2,")
    assert {purpose: template.id for purpose, template in read.items()} == {"notice": "T_1-x", "wish_update": "T2"}
    assert parse_templates("") == {}


def test_values_go_out_under_the_keys_of_the_account_s_own_template():
    template = parse_templates("notice:T1:thing6/thing4/date12")["notice"]
    values = values_for(Purpose.NOTICE, {"time3": "2026年11月28日 15:00", "thing2": "周六停水", "thing1": "停水"})

    assert template.named(values) == {"thing6": "停水", "thing4": "周六停水", "date12": "2026年11月28日 15:00"}


def test_without_keys_a_template_has_those_of_the_list():
    assert parse_templates("notice:T1")["notice"] == Template("T1", ("thing1", "thing2", "time3"))


@pytest.mark.parametrize(
    "setting",
    [
        *("notice", "notice:", "birthday:T1", "notice:T1,notice:T2", ":T1"),
        *("notice:T1:thing1/thing2", "notice:T1:thing1/thing1/time3", "notice:T1:thing1/time3/thing2"),
        *("notice:T1:thing/thing2/time3", "notice:T1:thing1/thing2/time3:x", "notice:T1:amount1/thing2/time3"),
    ],
)
def test_a_setting_that_cannot_be_meant_is_refused(setting):
    with pytest.raises(BadTemplateSetting):
        parse_templates(setting)

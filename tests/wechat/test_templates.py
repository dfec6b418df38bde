from __future__ import annotations

import pytest

from models.notices import Purpose
from wechat.template_rules import CLEANERS
from wechat.templates import PURPOSE_FIELDS, BadTemplateSetting, BadTemplateValue, parse_template_ids, values_for


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


def test_the_setting_maps_purposes_to_template_ids():
    assert parse_template_ids("notice:T_1-x, wish_update : T2,") == {"notice": "T_1-x", "wish_update": "T2"}
    assert parse_template_ids("") == {}


@pytest.mark.parametrize("setting", ["notice", "notice:", "birthday:T1", "notice:T1,notice:T2", ":T1"])
def test_a_setting_that_cannot_be_meant_is_refused(setting):
    with pytest.raises(BadTemplateSetting):
        parse_template_ids(setting)

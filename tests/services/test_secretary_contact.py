"""Whom a villager may call."""

from __future__ import annotations

import pytest

from services.errors import NotFound
from services.secretary_contact import secretary_of


def test_a_villager_calls_the_secretary_of_the_own_village(cast, now):
    assert secretary_of(cast.chen, now=now).name == "李书记"
    assert secretary_of(cast.zhao, now=now).name == "孙书记"
    assert secretary_of(cast.chen, now=now).phone == cast.li.person.phone


def test_a_stranger_is_given_nobodys_number(cast, now):
    with pytest.raises(NotFound):
        secretary_of(cast.visitor(), now=now)


def test_a_secretary_does_not_call_oneself(cast, now):
    with pytest.raises(NotFound):
        secretary_of(cast.li, now=now)

"""A form that fails keeps what was typed and chosen: every form of the console is filled in otherwise than it stands
there, with texts far too long, sent, and read again."""

from __future__ import annotations

import pytest

from tests.web.console.page_forms import asked_in, forms_in, forms_of
from tests.web.console.village import other_states, pages, rows_in, url
from tests.web.roles import somebody

TOO_LONG = 2_600
NONSENSE = "2031-02-31"  # neither a day, nor anybody's number


def filled_in(form):
    """What is sent: every choice otherwise than it stood there, and one thing that is refused."""
    fields = asked_in(form)
    sent = {name: field.otherwise() for name, field in form.fields.items()}
    typed = sorted(name for name, field in fields.items() if field.is_typed)
    if typed:
        return {**sent, **{name: [f"{place:03}" + "x" * TOO_LONG] for place, name in enumerate(typed)}}
    name, field = max(fields.items(), key=lambda each: (each[1].kind == "date", each[1].kind == "checkbox"))
    return {**sent, name: [*sent[name], NONSENSE] if field.kind == "checkbox" else [NONSENSE]}


def lost_from(where, form, sent, page):
    """The fields that do not say any more what was sent; of several such forms on a page the best one counts."""
    fields = asked_in(form)
    again = [each for each in forms_in(page) if each.action in (where, "") and each.fields.keys() >= fields.keys()]
    lost = [[name for name in fields if is_lost(each.fields[name], sent[name])] for each in again]
    return min(lost, key=len, default=list(fields))


def is_lost(field, sent):
    if field.is_chosen and sent == [NONSENSE]:
        return False
    kept = [value for value in field.values if value]  # rows that nobody filled in may stand there, too
    return sorted(kept) != sorted(value for value in sent if value and not (field.is_chosen and value == NONSENSE))


@pytest.mark.parametrize("role", ["secretary", "township_officer"])
def test_every_form_that_is_refused_comes_again_as_it_was_filled_in(app, desk_as, cast, now, role):
    desk = desk_as(somebody(role, cast, now))
    rows = {**rows_in(cast, now), "place": 6}
    paths = [url(rule, rows) for rule, method in pages(app) if method == "GET"]
    lost, refused, chosen = [], 0, 0
    for where, form in list(forms_of(desk, [*paths, *other_states(cast, now)])):
        sent = filled_in(form)
        answer = desk.post(where.removeprefix("/console"), **sent)
        refused += answer.status_code == 422
        chosen += sum(field.is_chosen or field.kind == "date" for field in form.fields.values())
        if gone := lost_from(where, form, sent, answer.text):
            lost.append((where, gone, answer.status_code))
    assert refused > 50
    assert chosen > 70
    assert lost == []

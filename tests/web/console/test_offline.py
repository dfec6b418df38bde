"""No page needs the internet: nothing is named that lies elsewhere, and the policy would refuse it."""

from __future__ import annotations

import re

import pytest

from tests.web.console.village import pages, rows_in, url
from tests.web.roles import somebody

LOADED = re.compile(r'<(?:script|img|source|iframe|video|audio|embed|object)\b[^>]*?\b(?:src|data)="([^"]*)"'
                    r'|<(?:link|use)\b[^>]*?\bhref="([^"]*)"|<form\b[^>]*?\baction="([^"]*)"')  # fmt: skip
OURS = ("/", "data:")


def loaded_by(text: str) -> set[str]:
    """What a page loads by itself, or sends to."""
    return {address for found in LOADED.findall(text) for address in found if address}


@pytest.mark.parametrize("role", ["secretary", "township_officer", "county_officer"])
def test_every_page_loads_from_here_alone(app, desk_as, cast, now, role):
    desk, rows = desk_as(somebody(role, cast, now)), {**rows_in(cast, now), "place": 6}
    looked_at = 0
    for rule, method in pages(app):
        answer = desk.get(url(rule, rows)) if method == "GET" else None
        if answer is None or answer.mimetype != "text/html":
            continue
        looked_at += 1
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], rule.rule
        assert "http" not in answer.headers["Content-Security-Policy"], rule.rule
        elsewhere = [each for each in loaded_by(answer.text) if not each.startswith(OURS) or each.startswith("//")]
        assert elsewhere == [], rule.rule
    assert looked_at > 50


@pytest.mark.parametrize("page", ["/console/log-in", "/board"])
def test_the_public_pages_load_from_here_alone(app, cast, page):
    answer = app.test_client().get(page)

    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert loaded_by(answer.text)
    assert all(each.startswith(OURS) and not each.startswith("//") for each in loaded_by(answer.text))


def test_our_style_sheets_name_nothing_that_lies_elsewhere(app, desk_as, cast):
    client = app.test_client()
    sheets = {each for page in ("/console/log-in", "/board") for each in loaded_by(client.get(page).text)
              if ".css" in each}  # fmt: skip
    assert sheets
    for sheet in sheets:
        with client.get(sheet) as answer:
            text = answer.text
        assert "@import" not in text
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", text), sheet

"""Somebody at a desk: `desk_as(cast.li)` is logged in, sends forms and reads pages."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from services import desk_log_ins
from services.permissions import Actor
from web.console.blueprint import TOKEN

FORGERY_TOKEN = re.compile(r'"X-CSRFToken": "([^"]+)"')


class Desk:
    """A browser at a desk; it answers werkzeug's responses, with the text of the page in `said`."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self._known_token = ""

    def get(self, path: str, **options: Any) -> Any:
        return self.client.get(f"/console{path}", **options)

    def post(self, path: str, **fields: Any) -> Any:
        """Send a form, with the token that our own pages carry. Lists are fields ticked several times."""
        headers = {"X-CSRFToken": self.token()}
        return self.client.post(f"/console{path}", data=fields, headers=headers, follow_redirects=True)

    def reads(self, path: str) -> str:
        """What stands on a page, without its tags."""
        return text_of(self.get(path))

    def token(self) -> str:
        """What the pages of this log-in carry against forged forms."""
        if not self._known_token:
            found = FORGERY_TOKEN.search(self.client.get("/console/sessions", follow_redirects=True).text)
            assert found is not None
            self._known_token = found[1]
        return self._known_token


def text_of(answer: Any) -> str:
    """The words of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.text)))


@pytest.fixture
def desk_as(app: Any, now: Any) -> Callable[[Actor | None], Desk]:
    """`desk_as(cast.li)` answers a desk that 李书记 sits at; `desk_as(None)` one where nobody does."""

    def sit(actor: Actor | None) -> Desk:
        client = app.test_client()
        if actor is not None:
            token = desk_log_ins.open_for(actor.person, identity_id=actor.identity_id, device="测试", now=now)
            with client.session_transaction(path="/console/") as cookie:
                cookie[TOKEN] = token
        return Desk(client)

    return sit

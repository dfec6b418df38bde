"""Every fault strikes every endpoint, also those that the app does not call."""

import json

import pytest
import requests

from sandbox.platform import faults
from sandbox.platform.api.endpoints import ENDPOINTS


def ask(desk, api, timeout=10):
    """A call without credentials, which is answered well enough to be spoiled."""
    return desk.http.request(ENDPOINTS[api].method, f"{desk.base}/{api}", json={}, timeout=timeout)


@pytest.fixture(params=ENDPOINTS)
def api(request):
    return request.param


def test_an_errcode_stands_in_the_answer(desk, api):
    desk.fault("errcode", api=api, errcode=45011)
    said = ask(desk, api).json()
    assert said["errcode"] == 45011
    assert " rid: " in said["errmsg"]


def test_a_502_and_an_html_page_come_instead_of_an_answer(desk, api):
    desk.fault("http_502", api=api)
    desk.fault("html", api=api)
    assert [(answer.status_code, answer.text[:6]) for answer in (ask(desk, api), ask(desk, api))] == [
        (502, "<html>"),
        (200, "<html>"),
    ]


def test_a_bom_and_a_wrong_type_stand_before_it(desk, api):
    plain = ask(desk, api).json()["errcode"]
    desk.fault("bom", api=api)
    marked = ask(desk, api)
    assert marked.headers["Content-Type"].startswith("text/plain")
    assert json.loads(marked.content.decode("utf-8-sig"))["errcode"] == plain


def test_it_drips_but_comes_whole(desk, api):
    desk.fault("drip", api=api, seconds=0.0001)
    assert ask(desk, api).json()["errcode"]


@pytest.mark.parametrize("kind", ["hang", "truncated", "dropped"])
def test_it_does_not_come_or_not_whole(desk, api, kind):
    desk.fault(kind, api=api)
    with pytest.raises(requests.RequestException):
        ask(desk, api, timeout=0.2 if kind == "hang" else 10)


def test_every_kind_of_fault_is_tried_here():
    assert set(faults.OF_CALLS) == {
        "errcode", "http_502", "html", "bom", "drip", "hang", "truncated", "dropped",
        "fails_later",  # of messages alone: test_official_account.py
    }  # fmt: skip

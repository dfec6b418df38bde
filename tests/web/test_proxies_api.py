"""代办 over HTTP: the header, what may be done under it, and who is named on the record."""

import pytest

from tests.event_cast import make_event
from web.api.for_others import DONE_FOR_OTHERS

WISH = {"title": "一床厚棉被", "kind": "goods"}


@pytest.fixture
def grandma(cast):
    return cast.resident("王奶奶", cast.dongkeng)


@pytest.fixture
def people(call_as, cast, grandma):
    return {"wang": call_as(cast.wang), "li": call_as(cast.li), "zhao": call_as(cast.zhao), "grandma": call_as(grandma)}


@pytest.fixture
def for_grandma(people, grandma, app):
    """王党员's phone, acting for 王奶奶 from now on."""
    wang = people["wang"]
    asked = wang.post("/api/me/proxies", {"side": "i_help", "name": "王奶奶"}).json
    assert asked["status"] == "asked"
    assert people["li"].post(f"/api/proxies/{asked['id']}/decision", {"decision": "approve"}).json["status"] == "active"
    wang._headers["X-Acting-For"] = str(grandma.person.id)
    return wang


def test_asked_decided_and_listed_on_each_side(people, for_grandma):
    del for_grandma._headers["X-Acting-For"]
    assert [each["elder"]["name"] for each in for_grandma.get("/api/me/proxies").json["i_help"]] == ["王奶奶"]
    assert [each["helper"]["name"] for each in people["grandma"].get("/api/me/proxies").json["help_me"]] == ["王党员"]
    assert people["zhao"].get("/api/me/proxies").json == {"i_help": [], "help_me": [], "to_decide": []}


def test_a_wish_made_for_the_elder_is_hers_and_names_the_helper(people, for_grandma):
    made = for_grandma.post("/api/wishes", WISH)
    assert (made.status_code, made.json["mine"]["made"], made.json["acted_by"]) == (201, True, "王党员")
    path = f"/api/wishes/{made.json['id']}"
    assert people["grandma"].get(path).json["acted_by"] == people["li"].get(path).json["acted_by"] == "王党员"


def test_under_the_header_i_am_the_elder(for_grandma):
    me = for_grandma.get("/api/me").json
    assert (me["name"], me["roles"]) == ("王奶奶", [])


def test_what_concerns_the_account_or_one_s_presence_is_not_done_for_others(for_grandma):
    for answer in (
        for_grandma.get("/api/me/data"),
        for_grandma.post("/api/me/erasure", {"confirm": "删除我的信息"}),
        for_grandma.post("/api/party-days/1/check-in", {"code": "x"}),
        for_grandma.post("/api/me/phone", {"code": "x", "name": "王奶奶"}),
        for_grandma.get("/api/me/proxies"),
    ):
        assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_for_others")


@pytest.mark.parametrize("whom", ["somebody else", "nobody", "nonsense"])
def test_for_anybody_else_the_door_stays_shut(for_grandma, cast, whom):
    for_grandma._headers["X-Acting-For"] = {"somebody else": str(cast.chen.person.id), "nobody": "9" * 9}.get(whom, "x")
    answer = for_grandma.get("/api/me")
    assert (answer.status_code, answer.json["error"]["code"]) == (403, "not_proxy")


def test_everything_on_the_list_exists_and_is_described(app):
    document = app.test_client().get("/api/openapi.json").json
    takes_header = {
        operation["operationId"]
        for item in document["paths"].values()
        for operation in item.values()
        if any(each["name"] == "X-Acting-For" for each in operation.get("parameters", []))
    }
    assert set(app.view_functions) >= {f"api.{name}" for name in DONE_FOR_OTHERS}
    assert takes_header == DONE_FOR_OTHERS


def test_a_place_at_an_event_is_the_elder_s_and_names_the_helper(for_grandma, cast):
    event = make_event(cast)
    assert for_grandma.post(f"/api/events/{event.id}/sign-up").status_code == 201
    assert for_grandma.get(f"/api/events/{event.id}").json["mine"]["acted_by"] == "王党员"

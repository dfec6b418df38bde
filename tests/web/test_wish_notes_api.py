"""Words on progress that WeChat left to a person, over HTTP."""

import pytest

from models.wishes import ProgressNote
from services.claims import claim_wish, report_progress


@pytest.fixture
def held(cast, now):
    """A word of 王党员's on 陈村民's wish in 东坑村."""
    wish = cast.wish()
    claim_wish(wish.id, by=cast.wang, now=now)
    report_progress(wish.id, "加我微信", is_held=True, by=cast.wang, now=now)
    return ProgressNote.get()


def test_the_village_reads_it_on_the_phone_and_lets_the_others_read_it(call_as, cast, held):
    li = call_as(cast.li)
    assert {"kind": "read_notes", "count": 1} in li.get("/api/home").json["to_do"]
    (waiting,) = li.get("/api/wish-notes").json["items"]
    assert (waiting["text"], waiting["person"], waiting["wish_id"]) == ("加我微信", "王党员", held.claim.wish_id)

    released = li.post(f"/api/wish-notes/{waiting['id']}", {"decision": "release"})
    assert (released.status_code, released.json["notes"][0]["is_held"]) == (200, False)
    assert li.get("/api/wish-notes").json["items"] == []


def test_or_deletes_it_once_however_often_the_phone_says_so(call_as, cast, held):
    li, drop = call_as(cast.li), {"decision": "drop"}
    answers = [li.post(f"/api/wish-notes/{held.id}", drop, key="one") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert ProgressNote.select().count() == 0


@pytest.mark.parametrize("who", ["wang", "sun", "chen"])
def test_nobody_else_finds_it(call_as, cast, held, who):
    somebody = call_as(getattr(cast, who))
    assert somebody.get("/api/wish-notes").json["items"] == []
    assert somebody.post(f"/api/wish-notes/{held.id}", {"decision": "release"}).status_code == 404

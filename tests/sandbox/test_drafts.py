"""The Official Account's pictures, drafts and publishing; links that open the mini-program."""

from __future__ import annotations

import pytest

PNG = b"\x89PNG\r\n\x1a\n..."
ARTICLE = {"title": "河道清洁", "content": "<p>清了</p>", "digest": ""}


@pytest.fixture
def official(desk, oa):
    """Calls in the Official Account's name."""
    token = desk.new_token(oa)["access_token"]

    def post(api, **body):
        return desk.post(api, token, **body)

    def upload(api, content):
        query = {"access_token": token, "type": "image"}
        return desk.http.post(
            f"{desk.base}/{api}", params=query, files={"media": ("c.png", content)}, timeout=10
        ).json()

    post.upload = upload
    return post


@pytest.fixture
def cover(official):
    return official.upload("cgi-bin/material/add_material", PNG)["media_id"]


def test_a_draft_with_a_permanent_cover_is_kept(desk, official, cover):
    made = official("cgi-bin/draft/add", articles=[{**ARTICLE, "thumb_media_id": cover}])

    assert "errcode" not in made
    (kept,) = desk.http.get(f"{desk.base}/__admin/drafts", timeout=10).json()
    assert (kept["media_id"], kept["articles"][0]["title"]) == (made["media_id"], "河道清洁")


@pytest.mark.parametrize(
    ("changes", "errcode"), [({"thumb_media_id": "x"}, 40007), ({"title": "长" * 33}, 45003), ({"content": ""}, 45002)]
)
def test_what_a_draft_may_not_be(official, cover, changes, errcode):
    article = {**ARTICLE, "thumb_media_id": cover, **changes}

    assert official("cgi-bin/draft/add", articles=[article])["errcode"] == errcode


def test_a_cover_must_be_a_picture(official):
    assert official.upload("cgi-bin/material/add_material", b"text")["errcode"] == 40009


def test_a_submitted_draft_is_told_of_by_an_event(desk, official, cover, receiver, open_push):
    from tests.e2e.stack import wait_until

    draft = official("cgi-bin/draft/add", articles=[{**ARTICLE, "thumb_media_id": cover}])["media_id"]
    publish_id = official("cgi-bin/freepublish/submit", media_id=draft)["publish_id"]
    told = open_push(wait_until(receiver.all, "the event comes")[0])

    assert told["Event"] == "PUBLISHJOBFINISH"
    assert official("cgi-bin/freepublish/get", publish_id=publish_id)["publish_status"] == 0


def test_links_open_released_pages_for_thirty_days_at_most(desk):
    asked = {"path": "pages/home/index", "query": "id=1", "expire_type": 1, "expire_interval": 30}

    assert desk.post("wxa/generate_urllink", **asked)["url_link"].startswith("https://wxaurl.cn/")
    assert desk.post("wxa/generatescheme", jump_wxa={"path": "pages/home/index"})["openlink"].startswith("weixin://")
    for changes, errcode in [
        ({"path": "pages/x/x"}, 40165),
        ({"query": "q" * 1025}, 40212),
        ({"expire_interval": 31}, 85401),
    ]:
        assert desk.post("wxa/generate_urllink", **{**asked, **changes})["errcode"] == errcode

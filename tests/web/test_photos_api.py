"""Photos over HTTP: what comes in, what is refused, what is served and to whom."""

import io

import pytest

from services.photo_stores import FolderStore
from tests.pictures import opened, photo, photo_from_a_phone


@pytest.fixture
def app(app, tmp_path):
    app.extensions["photo_store"] = FolderStore(str(tmp_path))
    return app


@pytest.fixture
def people(app, call_as, cast):
    return {name: call_as(getattr(cast, name)) for name in ("chen", "li", "wang", "zhao")}


@pytest.fixture
def upload(app):
    def run(caller, file=None, has_consent="true"):
        form = {"file": (io.BytesIO(file or photo_from_a_phone()), "客厅.jpg"), "has_consent": has_consent}
        return app.test_client().post("/api/photos", data=form, headers=caller._headers)

    return run


@pytest.fixture
def with_photo(people, upload, cast):
    """The path of a wish on which 王党员 has reported with a photo, and the photo's id."""
    wish = f"/api/wishes/{cast.wish().id}"
    people["wang"].post(f"{wish}/claim")
    photo_id = upload(people["wang"]).json["id"]
    assert people["wang"].post(f"{wish}/progress", {"note": "量好了", "photo_id": photo_id}).status_code == 200
    return wish, photo_id


def photo_on(caller, wish):
    notes = caller.get(wish).json["notes"]
    return notes[0]["photo"] if notes else None


def test_an_uploaded_photo_is_new_once(people, upload):
    first, again = upload(people["wang"]), upload(people["wang"])

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json["id"] == again.json["id"]
    assert first.json["status"] == "held"


def test_nobody_but_the_helper_and_the_village_sees_it_until_it_is_released(people, with_photo):
    wish, photo_id = with_photo
    assert [name for name, caller in people.items() if photo_on(caller, wish)] == ["li", "wang"]

    released = people["li"].post(f"/api/photos/{photo_id}/decision", {"decision": "release"})
    assert (released.status_code, released.json["status"]) == (200, "shown")
    assert [name for name, caller in people.items() if photo_on(caller, wish)] == ["chen", "li", "wang"]


def test_the_picture_is_served_without_its_camera_s_words_and_with_careful_headers(app, people, with_photo):
    wish, _ = with_photo
    served = app.test_client().get(photo_on(people["wang"], wish)["url"])

    assert served.status_code == 200
    assert dict(opened(served.data).getexif()) == {}
    assert served.headers["Content-Type"] == "image/jpeg"
    assert served.headers["Cache-Control"] == "private, max-age=60"
    assert served.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in served.headers["Content-Security-Policy"]


def test_an_address_made_up_or_of_a_removed_photo_serves_nothing(app, people, with_photo):
    wish, photo_id = with_photo
    url, client = photo_on(people["wang"], wish)["url"], app.test_client()
    assert client.get(url.split("?")[0]).status_code == 404
    assert client.get(url[:-3] + "000").status_code == 404
    assert client.get(url.replace("until=1", "until=x")).status_code == 404
    assert client.get("/photos/../app.py/picture.jpg?until=9999999999&sign=x").status_code == 404

    removed = people["wang"].post(f"/api/photos/{photo_id}/removal", {"reason": "不想放了"})
    assert (removed.status_code, removed.json["url"]) == (200, None)
    assert client.get(url).status_code == 404


def test_what_waits_is_listed_for_the_village_alone(people, with_photo):
    assert [item["uploaded_by"] for item in people["li"].get("/api/photos").json["items"]] == ["王党员"]
    assert {"kind": "release_photos", "count": 1} in people["li"].get("/api/home").json["to_do"]
    assert people["wang"].get("/api/photos").json["items"] == []


def test_who_may_not_see_a_photo_does_not_find_it(people, with_photo):
    for path in ("", "/decision", "/removal"):
        send = people["zhao"].post if path else people["zhao"].get
        body = {"decision": "release"} if path == "/decision" else {}
        answer = send(f"/api/photos/{with_photo[1]}{path}", *([body] if path else []))
        assert (answer.status_code, answer.json["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("file", "code"), [(b"<svg onload=alert(1)>", "photo_invalid"), (photo((5100, 5000)), "photo_too_large")]
)
def test_what_is_no_photo_or_too_large_is_refused_in_words(people, upload, file, code):
    answer = upload(people["wang"], file)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, code)


def test_a_file_over_the_limit_is_not_even_read(people):
    answer = people["wang"].raw("POST", "/api/photos", bytes(9 * 1024 * 1024), "multipart/form-data; boundary=x")
    assert (answer.status_code, answer.json["error"]["code"]) == (413, "too_large")


def test_nobody_asked_means_nothing_uploaded(people, upload):
    answer = upload(people["wang"], has_consent="false")
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "consent_required")


def test_an_upload_without_a_file_or_as_json_is_refused(people):
    for answer in (people["wang"].post("/api/photos", {"file": "x"}), people["wang"].post("/api/photos")):
        assert (answer.status_code, answer.json["error"]["code"]) == (422, "invalid")

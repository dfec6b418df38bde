"""Photos of a Party day at the desk."""

import io

import pytest

from models.meetings import MeetingPhoto
from models.photos import Photo, PhotoStatus
from services.photo_stores import FolderStore
from tests.pictures import photo
from tests.services.party_day_makers import a_party_day
from tests.web.console.conftest import text_of


@pytest.fixture
def desk(app, desk_as, cast, tmp_path):
    app.extensions["photo_store"] = FolderStore(str(tmp_path))
    return desk_as(cast.li)


def sent(desk, day, **fields):
    return desk.post(f"/party-days/{day.id}/photos", file=(io.BytesIO(photo()), "a.jpg"), **fields)


def test_a_photo_goes_into_the_record_and_the_pack_and_out_again(desk, cast):
    day = a_party_day(cast)
    assert "照片已放进记录" in text_of(sent(desk, day, caption="会场", has_consent="yes"))
    page = desk.get(f"/party-days/{day.id}/photos").text
    assert "/thumbnail.jpg?until=" in page
    assert "图片：会场" in desk.reads(f"/party-days/{day.id}/pack")
    desk.post(f"/party-days/{day.id}/photos/{Photo.get().id}/remove")
    assert Photo.get().status is PhotoStatus.REMOVED
    assert "图片：会场" not in desk.reads(f"/party-days/{day.id}/pack")


def test_without_everybodys_consent_no_photo_is_taken_in(desk, cast):
    day = a_party_day(cast)
    assert "请先问过本人" in text_of(sent(desk, day, caption="会场"))
    assert MeetingPhoto.select().count() == 0


def test_what_is_no_photo_is_refused_where_it_was_chosen(desk, cast):
    day = a_party_day(cast)
    answer = desk.post(f"/party-days/{day.id}/photos", file=(io.BytesIO(b"text"), "a.jpg"), has_consent="yes")
    assert answer.status_code == 422
    assert "请选一张照片" in text_of(desk.post(f"/party-days/{day.id}/photos", has_consent="yes"))


def test_another_branch_s_photo_is_not_taken_away_from_here(desk, desk_as, cast):
    day = a_party_day(cast)
    sent(desk, day, has_consent="yes")
    other = a_party_day(cast, by=cast.sun, organisation=cast.xixi)
    assert desk_as(cast.sun).post(f"/party-days/{other.id}/photos/{Photo.get().id}/remove").status_code == 404
    assert desk_as(cast.sun).get(f"/party-days/{day.id}/photos").status_code == 404

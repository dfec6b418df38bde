"""Photos that wait for a person, at the desk."""

from __future__ import annotations

import pytest

from models.photos import Photo, PhotoStatus
from tests.web.console.conftest import text_of


@pytest.fixture
def waiting(cast, now):
    return Photo.create(
        name="n" * 43, digest="d", uploaded_by=cast.wang.person, organisation=cast.dongkeng, is_loose=None,
        width=800, height=600, uploaded_at=now,
    )  # fmt: skip


def test_a_waiting_photo_is_on_todays_list_and_released_with_one_click(desk_as, cast, waiting):
    desk = desk_as(cast.li)
    before = desk.reads("/")
    desk.post(f"/photos/{waiting.id}/decision", decision="release")

    assert "照片等您看一看" in before
    assert Photo.get_by_id(waiting.id).status is PhotoStatus.SHOWN
    assert "没有等您看的照片" in desk.reads("/photos")


def test_refusing_without_a_reason_is_said_beside_the_photo(desk_as, cast, waiting):
    answer = desk_as(cast.li).post(f"/photos/{waiting.id}/decision", decision="refuse", reason="")

    assert answer.status_code == 422
    assert "请写一句为什么不合适" in text_of(answer)
    assert Photo.get_by_id(waiting.id).status is PhotoStatus.HELD


def test_the_neighbour_sees_no_photo_and_decides_none(desk_as, cast, waiting):
    desk = desk_as(cast.sun)

    assert "没有等您看的照片" in desk.reads("/photos")
    assert desk.post(f"/photos/{waiting.id}/decision", decision="release").status_code == 404

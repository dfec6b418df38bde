"""WeChat's own look at photos: what it decides, and when a person must."""

from __future__ import annotations

import datetime
import json

import pytest

from models.photos import Photo, PhotoStatus
from models.pushes import PushAccount
from services import claims, photos
from services.arrivals import Arrived, NotMarkedYet
from services.channel import Channel
from services.photo_checks import MOST_ATTEMPTS, ask_for_checks, judged
from services.photo_stores import FolderStore
from services.pictures import Limits
from tests.cast import APPID
from tests.pictures import photo
from wechat.image_check import ImageCheck
from wechat.push.messages import read_again


class Checker:
    """WeChat as a test tells it."""

    appid = APPID

    def __init__(self, *checks):
        self.checks, self.asked = list(checks), []

    def check_image(self, url, openid, scene):
        self.asked.append((url, openid, scene))
        return self.checks.pop(0) if self.checks else ImageCheck()


def address_of(photo):
    return f"https://township.example/photos/{photo.name}/picture.jpg"


@pytest.fixture
def on_wish(cast, steps, tmp_path, now):
    """A photo that 王党员 sent along with a word of progress."""
    taken, _ = photos.upload_photo(
        photo(), has_consent=True, store=FolderStore(tmp_path), limits=Limits(10**7, 10**8), by=cast.wang, now=now
    )
    claims.report_progress(
        steps.claimed(cast.wang).id, "在路上", photo_id=taken.id, is_held=False, by=cast.wang, now=now
    )
    return Photo.get_by_id(taken.id)


@pytest.fixture
def asked(on_wish, now):
    ask_for_checks(Checker(ImageCheck("trace-1")), address_of, now=now)
    return on_wish


def event(trace_id="trace-1", suggest="pass", errcode=0):
    fields = {
        "MsgType": "event", "Event": "wxa_media_check", "FromUserName": "o-1", "CreateTime": 1, "version": 2,
        "trace_id": trace_id, "errcode": errcode, "result": {"suggest": suggest, "label": 100},
    }  # fmt: skip
    return read_again(json.dumps(fields))


def arrive(now, **told):
    channel = Channel(APPID, {})
    judged(Arrived(PushAccount.MINI_PROGRAM, event(**told), now, channel, now))


def again(taken):
    return Photo.get_by_id(taken.id)


def waits(cast, now):
    return photos.waiting_photos(to=cast.li, now=now).exists()


@pytest.mark.parametrize(
    ("suggest", "status"),
    [
        ("pass", PhotoStatus.SHOWN),
        ("risky", PhotoStatus.REFUSED),
        ("review", PhotoStatus.HELD),
        ("?", PhotoStatus.HELD),
    ],
)
def test_a_verdict_decides_unless_it_doubts(asked, cast, now, suggest, status):
    arrive(now, suggest=suggest)

    assert again(asked).status is status
    assert waits(cast, now) is (status is PhotoStatus.HELD)


def test_whoever_took_a_refused_photo_is_told(asked, cast, now, inbox_of):
    arrive(now, suggest="risky")

    assert "照片没有公开" in inbox_of(cast.wang)


def test_a_late_verdict_does_not_undo_what_a_person_decided(asked, cast, now):
    photos.decide_photo(asked.id, "release", by=cast.li, now=now)
    arrive(now, suggest="risky")

    assert again(asked).status is PhotoStatus.SHOWN


def test_each_photo_is_asked_about_once_in_its_uploaders_name(on_wish, cast, now):
    checker = Checker(ImageCheck("trace-1"), ImageCheck("trace-2"))
    for _ in range(2):
        ask_for_checks(checker, address_of, now=now)

    assert [(url, openid) for url, openid, _ in checker.asked] == [(address_of(on_wish), cast.wang.openid)]


def test_while_wechat_looks_nobody_is_troubled_but_not_for_ever(asked, cast, now):
    assert not waits(cast, now + datetime.timedelta(minutes=34))
    assert waits(cast, now + datetime.timedelta(minutes=35))


def test_a_picture_that_wechat_could_not_fetch_is_offered_again_and_then_left_to_a_person(on_wish, cast, now):
    for number in range(MOST_ATTEMPTS):
        checker = Checker(ImageCheck(f"trace-{number}"))
        assert ask_for_checks(checker, address_of, now=now) == 1
        arrive(now, trace_id=f"trace-{number}", errcode=-1008)

    assert ask_for_checks(Checker(), address_of, now=now) == 0
    assert waits(cast, now)


def test_what_wechat_will_never_judge_is_left_to_a_person(on_wish, cast, now):
    checker = Checker(ImageCheck(is_refused=True))
    for _ in range(2):
        ask_for_checks(checker, address_of, now=now)

    assert len(checker.asked) == 1
    assert waits(cast, now)


def test_while_wechat_is_away_the_photo_stays_hidden_and_is_asked_about_again(on_wish, cast, now):
    checker = Checker(ImageCheck(), ImageCheck("trace-1"))
    rounds = [ask_for_checks(checker, address_of, now=now) for _ in range(2)]

    assert rounds == [0, 1]
    assert again(on_wish).status is PhotoStatus.HELD


def test_an_event_that_overtakes_our_own_note_comes_again(on_wish, now):
    with pytest.raises(NotMarkedYet):
        arrive(now, trace_id="trace-of-tomorrow")

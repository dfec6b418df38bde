"""Photos: held until somebody has looked, shown to those concerned, gone when somebody shown asks."""

import datetime

import pytest

from models.audit import AuditEntry
from models.photos import Photo, PhotoStatus
from models.wishes import ProgressNote
from services import claims, photo_links, photos
from services.errors import Invalid, NotAllowed, NotFound, WrongState
from services.photo_stores import FolderStore
from services.pictures import Limits
from tests.pictures import photo

LIMITS = Limits(most_bytes=1_000_000, most_pixels=1_000_000)


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def store(tmp_path):
    return FolderStore(str(tmp_path))


@pytest.fixture
def upload(store, now):
    def run(by, file=None, *, has_consent=True):
        return photos.upload_photo(file or photo(), has_consent=has_consent, store=store, limits=LIMITS, by=by, now=now)

    return run


@pytest.fixture
def on_wish(upload, cast, steps, now):
    """A photo that 王党员 sent along with a word of progress on 陈村民's wish."""
    taken, _ = upload(cast.wang)
    wish = steps.claimed(cast.wang)
    claims.report_progress(wish.id, "在路上", photo_id=taken.id, is_held=False, by=cast.wang, now=now)
    return Photo.get_by_id(taken.id)


@pytest.fixture
def release(on_wish, cast, now):
    return lambda by=None: photos.decide_photo(on_wish.id, "release", by=by or cast.li, now=now)


def who_sees(photo_id, cast):
    people = {"wang": cast.wang, "chen": cast.chen, "li": cast.li, "zhao": cast.zhao, "sun": cast.sun}
    return {name for name, to in people.items() if photos.visible_photos(to).where(Photo.id == photo_id).exists()}


@pytest.mark.engine
def test_a_photo_is_its_uploader_s_until_released_and_then_of_those_concerned(on_wish, release, cast):
    assert who_sees(on_wish.id, cast) == {"wang", "li"}
    release()
    assert who_sees(on_wish.id, cast) == {"wang", "li", "chen"}


def test_a_loose_photo_is_seen_by_its_uploader_alone(upload, cast):
    assert who_sees(upload(cast.wang)[0].id, cast) == {"wang"}


@pytest.mark.engine
def test_the_same_file_again_is_the_same_photo_until_it_is_used(upload, on_wish, cast):
    first, is_new = upload(cast.wang)
    assert is_new
    assert upload(cast.wang) == (first, False)
    assert upload(cast.chen)[0] != first


def test_people_in_it_must_have_been_asked(upload, cast):
    with pytest.raises(Invalid) as refusal:
        upload(cast.wang, has_consent=False)
    assert refusal.value.code == "consent_required"


def test_a_photo_alone_is_a_word_of_progress_as_well(upload, cast, steps, now):
    wish = steps.claimed(cast.wang)
    taken, _ = upload(cast.wang)
    claims.fulfil_wish(wish.id, "", photo_id=taken.id, is_held=False, by=cast.wang, now=now)
    assert [(note.text, note.photo_id) for note in ProgressNote.select()] == [("", taken.id)]


@pytest.mark.parametrize("whose", ["another's", "used", "nobody's"])
def test_only_one_s_own_unused_photo_goes_along(upload, on_wish, cast, steps, now, whose):
    photo_id = {"another's": upload(cast.chen)[0].id, "used": on_wish.id, "nobody's": 10**6}[whose]
    wish = steps.claimed(cast.wang)
    with pytest.raises(photos.PhotoNotYours):
        claims.report_progress(wish.id, "好", photo_id=photo_id, is_held=False, by=cast.wang, now=now)
    assert ProgressNote.select().where(ProgressNote.text == "好").count() == 0


def test_releasing_is_logged_and_repeats_without_effect(on_wish, release):
    assert release().status is release().status is PhotoStatus.SHOWN
    assert AuditEntry.select().where(AuditEntry.action == "release_photo").count() == 1


def test_who_may_see_but_not_decide_is_told_so_and_others_find_nothing(on_wish, release, cast):
    with pytest.raises(NotAllowed):
        release(cast.wang)
    for other in (cast.sun, cast.zhao, cast.chen):
        with pytest.raises(NotFound):
            release(other)


def test_refusing_needs_a_reason_tells_the_uploader_and_hides_it_for_good(on_wish, cast, now, inbox_of, release):
    with pytest.raises(Invalid):
        photos.decide_photo(on_wish.id, "refuse", by=cast.li, now=now)
    photos.decide_photo(on_wish.id, "refuse", reason="看得见门牌号", by=cast.li, now=now)

    assert inbox_of(cast.wang)[-1] == "照片没有公开"
    assert who_sees(on_wish.id, cast) == set()
    with pytest.raises(WrongState):
        release()


def test_waiting_photos_are_those_of_one_s_own_seats(on_wish, upload, cast, now):
    upload(cast.wang)  # loose: waits for nobody
    assert list(photos.waiting_photos(to=cast.li, now=now)) == [on_wish]
    for other in (cast.sun, cast.wang):
        assert list(photos.waiting_photos(to=other, now=now)) == []


@pytest.mark.engine
def test_whoever_is_shown_has_it_removed_at_once_and_all_are_told(on_wish, release, cast, now, inbox_of):
    release()
    photos.remove_photo(on_wish.id, reason="照片里是我", by=cast.chen, now=now)

    assert who_sees(on_wish.id, cast) == set()
    assert photos.find_by_name(on_wish.name) is None
    assert inbox_of(cast.wang)[-1] == inbox_of(cast.li)[-1] == "一张照片已按请求撤下"


def test_who_does_not_see_a_photo_cannot_remove_it(on_wish, cast, now):
    for other in (cast.chen, cast.zhao, cast.sun):
        with pytest.raises(NotFound):
            photos.remove_photo(on_wish.id, by=other, now=now)


def test_files_of_what_is_gone_are_erased_and_the_others_kept(on_wish, release, upload, store, cast, now):
    release()
    removed, _ = upload(cast.chen)
    photos.remove_photo(removed.id, by=cast.chen, now=now)

    assert photos.erase_photos(store, now=now) == 1
    assert store.get(f"{removed.name}/picture.jpg") is None
    assert store.get(f"{on_wish.name}/picture.jpg") is not None
    assert photos.erase_photos(store, now=now) == 0


def test_a_photo_that_nothing_took_along_is_erased_after_a_day(upload, store, cast, now):
    loose, _ = upload(cast.wang)
    assert photos.erase_photos(store, now=now + datetime.timedelta(hours=23)) == 0
    assert photos.erase_photos(store, now=now + datetime.timedelta(hours=24)) == 1
    assert store.get(f"{loose.name}/thumbnail.jpg") is None


class TestAddresses:
    def test_an_address_is_good_for_this_size_and_for_a_while(self, on_wish, now):
        path, _, query = photo_links.link(on_wish, "picture", now=now).partition("?")
        until, sign = (part.split("=")[1] for part in query.split("&"))
        assert path == f"/photos/{on_wish.name}/picture.jpg"
        good = {"name": on_wish.name, "size": "picture", "until": int(until), "signature": sign, "now": now}

        assert photo_links.is_good(**good)
        for change in (
            {"size": "thumbnail"},
            {"until": int(until) + 1},
            {"signature": "x" * 32},
            {"now": now + datetime.timedelta(hours=2)},
        ):
            assert not photo_links.is_good(**{**good, **change})

    def test_addresses_stay_the_same_within_an_hour(self, on_wish, now):
        later = now + datetime.timedelta(minutes=50)
        assert photo_links.link(on_wish, "picture", now=now) == photo_links.link(on_wish, "picture", now=later)

    def test_wechat_is_offered_another_address_at_each_attempt(self, on_wish, now):
        first = photo_links.link_for_check(on_wish, now=now)
        on_wish.check_attempts += 1
        assert first != photo_links.link_for_check(on_wish, now=now)

    def test_what_is_gone_has_no_address(self, on_wish, cast, now):
        assert photo_links.link(photos.remove_photo(on_wish.id, by=cast.wang, now=now), "picture", now=now) is None

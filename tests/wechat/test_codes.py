"""Mini-program codes: a picture when all is well, JSON when not."""

import pytest

from tests.wechat.canned import ALL_FAILURES, in_turn, raw, says
from wechat.errors import WeChatUnavailable

CODE = "wxa/getwxacodeunlimit"
PNG, JPEG = b"\x89PNG\r\n...", b"\xff\xd8\xff\xe0..."


@pytest.mark.parametrize("picture", [PNG, JPEG])
def test_a_picture_comes_back_as_it_was_drawn(mini_program, canned, picture):
    canned.answers[CODE] = raw(picture, content_type="image/jpeg")
    assert mini_program.code_picture("d=abc", "account/desk/desk") == picture
    assert canned.last(CODE).json == {
        "scene": "d=abc",
        "page": "account/desk/desk",
        "check_path": True,
        "env_version": "release",
        "width": 430,
    }


def test_a_refused_token_is_renewed_and_the_code_drawn(mini_program, canned):
    canned.answers[CODE] = in_turn(says(errcode=42001), raw(PNG, content_type="image/png"))
    assert mini_program.code_picture("d=abc", "account/desk/desk") == PNG


@pytest.mark.parametrize("failure", [*ALL_FAILURES.values(), says(errcode=41030), says(errcode=0)])
def test_whatever_is_no_picture_is_no_code(mini_program, canned, failure):
    canned.answers[CODE] = failure
    with pytest.raises(WeChatUnavailable):
        mini_program.code_picture("d=abc", "account/desk/desk")

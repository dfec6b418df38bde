"""Mini-program codes."""

import io

import pytest
import qrcode
from PIL import Image

API = "wxa/getwxacodeunlimit"


def test_a_code_is_a_picture_of_the_asked_width(desk):
    response = desk.raw_post(API, scene="wish=7", page="pages/wish/index", width=300)
    with Image.open(io.BytesIO(response.content)) as picture:
        assert (response.headers["Content-Type"], picture.format, picture.size) == ("image/png", "PNG", (300, 300))


def test_a_code_holds_page_scene_and_environment(desk):
    response = desk.raw_post(API, scene="wish=7", page="pages/wish/index", env_version="trial")
    code = qrcode.QRCode(border=2)
    code.add_data("pages/wish/index?scene=wish=7&env=trial")
    assert _modules(response.content, len(code.get_matrix())) == code.get_matrix()


@pytest.mark.parametrize(
    ("changes", "errcode"),
    [
        ({"scene": ""}, 40169),
        ({"scene": "x" * 33}, 40169),
        ({"scene": "a%20b"}, 40129),
        ({"scene": "心愿"}, 40129),
        ({"scene": "scancode_time=1"}, 85096),
        ({"page": "/pages/wish/index"}, 41030),
        ({"page": "pages/wish/index?id=1"}, 41030),
        ({"page": "pages/unheard/index"}, 41030),
        ({"width": 200}, 40097),
        ({"env_version": "release_error"}, 40097),
    ],
)
def test_an_error_is_json_with_200(desk, changes, errcode):
    response = desk.raw_post(API, **{"scene": "wish=7", "page": "pages/wish/index", **changes})
    assert (response.status_code, response.json()["errcode"]) == (200, errcode)


def test_an_unreleased_page_is_allowed_when_the_path_is_not_checked(desk):
    response = desk.raw_post(API, scene="a", page="pages/new/index", check_path=False)
    assert response.headers["Content-Type"] == "image/png"


def test_a_code_hangs_before_the_phones_cameras_for_three_minutes(desk):
    desk.raw_post(API, scene="d=abc", page="pages/wish/index")
    assert desk.admin("GET", "drawn-codes")[0] == "pages/wish/index?scene=d=abc"
    desk.advance(181)
    assert desk.admin("GET", "drawn-codes") == []


def _modules(content, count):
    """The dark squares of the picture, row by row."""
    with Image.open(io.BytesIO(content)) as picture:
        grey, step = picture.convert("L"), picture.width / count
        centres = [int((number + 0.5) * step) for number in range(count)]
        return [[grey.getpixel((x, y)) < 128 for x in centres] for y in centres]

"""The net of alliances: where names stand in it."""

from types import SimpleNamespace

import pytest

from web.console.net_picture import option_of

SHARED = 10


@pytest.fixture
def dots(app):
    """Three alliances with three members each; the last organisation belongs to the second and the third."""
    colour = SimpleNamespace(colour="#A61C2B")
    net = SimpleNamespace(
        alliances=[SimpleNamespace(id=number, name=f"联盟{number}", type=colour) for number in (1, 2, 3)],
        organisations=[SimpleNamespace(id=number, name=f"村{number}") for number in range(1, SHARED + 1)],
        links=[((number + 2) // 3, number) for number in range(1, SHARED)] + [(2, SHARED), (3, SHARED)],
    )
    with app.test_request_context():
        return {each["id"]: each for each in option_of(net)["series"][0]["data"]}


def test_the_names_around_an_alliance_lead_away_from_it(dots):
    centre = dots["a2"]["x"]
    sides = {dots[f"o{number}"]["label"]["position"]: dots[f"o{number}"]["x"] - centre for number in (4, 5, 6)}
    assert set(sides) == {"top", "right", "left"}
    assert sides["left"] < 0 < sides["right"]


def test_a_dot_straight_above_an_alliance_has_its_name_on_top(dots):
    assert dots["o2"]["label"]["position"] == "top"


def test_a_shared_one_keeps_its_name_clear_of_what_lies_left_of_it(dots):
    assert dots[f"o{SHARED}"]["label"]["position"] == "right"

"""The net of alliances as a picture: alliances on a ring, each with its own members around it, shared ones between.

The places are computed here, so that the same net is the same picture each time and fits its frame.
"""

from __future__ import annotations

import math
from typing import Any

from flask import url_for

from services.alliance_desk import Net

Point = tuple[float, float]

RING = 100.0
WIDER = 1.5  # the frame is broader than high, and names lie beside their dots
FAN = 66.0
FAN_ARC = math.radians(210)


def option_of(net: Net) -> dict[str, Any]:
    """The picture for ECharts."""
    centres = _ring([each.id for each in net.alliances])
    belongs: dict[int, list[int]] = {}
    for alliance, place in net.links:
        belongs.setdefault(place, []).append(alliance)
    places = _places(belongs, centres)
    sides = {place: _side(places[place], [centres[each] for each in belongs[place]]) for place in places}
    return {"series": [{**STYLE, "data": [*_circles(net, centres), *_dots(net, places, sides)], "links": _lines(net)}]}


STYLE: dict[str, Any] = {
    "type": "graph",
    "layout": "none",
    "preserveAspect": "contain",
    "left": 160,
    "right": 160,
    "top": 30,
    "bottom": 40,
    # On white, so that no line strikes through a name.
    "label": {"show": True, "color": "#1F2328", "fontSize": 12, "backgroundColor": "#fffffff0", "padding": 1},
    "emphasis": {"focus": "adjacency"},
}


def _ring(alliances: list[int]) -> dict[int, Point]:
    """Evenly on a ring, the first on top; one alone stands in the middle."""
    if len(alliances) == 1:
        return {alliances[0]: (0.0, 0.0)}
    step = 2 * math.pi / max(1, len(alliances))
    spots = (_at(RING, number * step - math.pi / 2) for number in range(len(alliances)))
    return {each: (x * WIDER, y) for each, (x, y) in zip(alliances, spots, strict=True)}


def _places(belongs: dict[int, list[int]], centres: dict[int, Point]) -> dict[int, Point]:
    own: dict[int, list[int]] = {}
    shared: dict[tuple[int, ...], list[int]] = {}
    for place, alliances in belongs.items():
        if len(alliances) == 1:
            own.setdefault(alliances[0], []).append(place)
        else:
            shared.setdefault(tuple(sorted(alliances)), []).append(place)
    found: dict[int, Point] = {}
    for alliance, members in own.items():
        found |= _fan(members, centres[alliance])
    for between, members in shared.items():
        found |= _row(members, [centres[each] for each in between])
    return found


def _fan(members: list[int], centre: Point) -> dict[int, Point]:
    """Around an alliance, on the side that looks away from the middle."""
    outward = math.atan2(centre[1], centre[0])
    step = FAN_ARC / max(1, len(members) - 1)
    start = outward - FAN_ARC / 2 if len(members) > 1 else outward
    spots = (_at(FAN, start + number * step) for number in range(len(members)))
    return {each: (centre[0] + x, centre[1] + y) for each, (x, y) in zip(members, spots, strict=True)}


def _row(members: list[int], between: list[Point]) -> dict[int, Point]:
    """One under the other, half-way between the alliances they belong to."""
    x, y = (sum(axis) / len(between) for axis in zip(*between, strict=True))
    first = y - 8 * (len(members) - 1)
    return {each: (x, first + 16 * number) for number, each in enumerate(members)}


def _side(place: Point, centres: list[Point]) -> str:
    """Where a dot's name stands: away from its own alliance, where no other dot is; of a shared one to the right."""
    if len(centres) > 1:
        return "right"
    x, y = (mine - middle for mine, middle in zip(place, centres[0], strict=True))
    if abs(x) < FAN / 8:
        return "top" if y < 0 else "bottom"
    return "left" if x < 0 else "right"


def _at(radius: float, angle: float) -> Point:
    return radius * math.cos(angle), radius * math.sin(angle)


def _circles(net: Net, centres: dict[int, Point]) -> list[dict[str, Any]]:
    """Alliances in their colours, always with their names."""
    return [
        {
            "id": f"a{each.id}",
            "name": each.name,
            "x": centres[each.id][0],
            "y": centres[each.id][1],
            "symbolSize": 34 + 3 * min(12, sum(alliance == each.id for alliance, _ in net.links)),
            "itemStyle": {"color": each.type.colour},
            "label": {"position": "bottom", "fontSize": 14, "fontWeight": "bold"},
            "url": url_for("console.show_alliance", alliance_id=each.id),
        }
        for each in net.alliances
    ]


def _dots(net: Net, places: dict[int, Point], sides: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"o{each.id}",
            "name": each.name,
            "x": places[each.id][0],
            "y": places[each.id][1],
            "symbolSize": 12,
            "itemStyle": {"color": "#8a8276"},
            "label": {"position": sides[each.id]},
        }
        for each in net.organisations
    ]


def _lines(net: Net) -> list[dict[str, Any]]:
    colours = {each.id: each.type.colour for each in net.alliances}
    return [
        {"source": f"a{alliance}", "target": f"o{place}", "lineStyle": {"color": colours[alliance], "opacity": 0.5}}
        for alliance, place in net.links
    ]

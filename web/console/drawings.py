"""Pictures of what organisations did, as ECharts reads them, and the same in words for those who cannot see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.board import Board
from services.trends import Month

BLUE, GREEN, HAIRLINE, QUIET = "#1F5FA8", "#2E7D4F", "#E7E2DA", "#5B626B"


def attendance(months: Sequence[Month], *, size: int = 14) -> dict[str, Any]:
    """A line of the attendance rate, month by month; a month without a Party day is a gap."""
    line = {
        "type": "line",
        "name": "到会率",
        "data": [month.attendance for month in months],
        "lineStyle": {"width": size / 5, "color": BLUE},
        "itemStyle": {"color": BLUE},
        "symbol": "circle",
        "symbolSize": size / 2,
        "label": {"show": True, "fontSize": size},
    }
    return _frame(months, [line], size=size) | {
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%", "fontSize": size}}
    }


def wishes(months: Sequence[Month], *, size: int = 14) -> dict[str, Any]:
    """Two bars a month: asked for, fulfilled."""
    made = _bars("新收", [month.wishes_made for month in months], BLUE, size)
    done = _bars("办结", [month.wishes_fulfilled for month in months], GREEN, size)
    legend = {"legend": {"top": 0, "textStyle": {"fontSize": size}, "data": ["新收", "办结"]}}
    axis = {"yAxis": {"type": "value", "minInterval": 1, "axisLabel": {"fontSize": size}}}
    return _frame(months, [made, done], size=size) | legend | axis


def attendance_in_words(months: Sequence[Month]) -> str:
    said = [f"{month.period.month}月 {month.attendance}%" for month in months if month.attendance is not None]
    return f"各月到会率：{'，'.join(said) or '还没有记录'}"


def wishes_in_words(months: Sequence[Month]) -> str:
    said = [
        f"{month.period.month}月新收 {month.wishes_made} 件、办结 {month.wishes_fulfilled} 件"
        for month in months
        if month.wishes_made or month.wishes_fulfilled
    ]
    return f"各月微心愿：{'，'.join(said) or '还没有记录'}"


def _frame(months: Sequence[Month], series: list[dict[str, Any]], *, size: int) -> dict[str, Any]:
    numbers = [str(month.period.month) for month in months]
    labels = [f"{number}月" if place == 0 else number for place, number in enumerate(numbers)]  # six fit side by side
    return {
        "grid": {"left": size * 3.6, "right": size * 1.6, "top": size * 2.4, "bottom": size * 2},
        "xAxis": {"type": "category", "data": labels, "axisLabel": {"fontSize": size, "interval": 0}},
        "series": series,
    }


def _bars(name: str, data: list[int], colour: str, size: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "data": [number or None for number in data],
        "itemStyle": {"color": colour},
        "label": {"show": True, "position": "top", "fontSize": size},
    }


def alliance_map(board: Board, *, size: int = 20) -> dict[str, Any]:
    """Alliances in the middle, their organisations to both sides, a line for each membership."""
    height = 100.0
    nodes = [
        _alliance_node(f"a{place}", alliance.name, alliance.colour, _spread(place, len(board.alliances), height), size)
        for place, alliance in enumerate(board.alliances)
    ]
    names = list(board.organisations.items())
    half = -(-len(names) // 2)
    for side, members in ((0.0, names[:half]), (100.0, names[half:])):
        for place, (organisation_id, name) in enumerate(members):
            where = _spread(place, len(members), height)
            nodes.append(_organisation_node(f"o{organisation_id}", name, side, where, size))
    links = [
        {"source": f"a{place}", "target": f"o{organisation_id}", "lineStyle": {"color": alliance.colour}}
        for place, alliance in enumerate(board.alliances)
        for organisation_id in alliance.organisation_ids
    ]
    return {"series": [{
        "type": "graph", "layout": "none", "data": nodes, "links": links, "left": "17%", "right": "32%",
        "top": "4%", "bottom": "4%", "lineStyle": {"width": 2, "opacity": 0.55, "curveness": 0.08},
    }]}  # fmt: skip


def map_in_words(board: Board) -> str:
    said = [f"{alliance.name}有 {len(alliance.organisation_ids)} 个党组织" for alliance in board.alliances]
    return "；".join(said) or "还没有联盟"


def _spread(place: int, count: int, height: float) -> float:
    return height * (place + 0.5) / count


def _alliance_node(key: str, name: str, colour: str, y: float, size: int) -> dict[str, Any]:
    return {
        "id": key, "name": name, "x": 50, "y": y, "symbolSize": size * 1.6, "itemStyle": {"color": colour},
        "label": {
            "show": True, "position": "bottom", "fontSize": size, "fontWeight": "bold", "color": colour,
            "backgroundColor": "#fff", "padding": 3,
        },
    }  # fmt: skip


def _organisation_node(key: str, name: str, x: float, y: float, size: int) -> dict[str, Any]:
    return {
        "id": key, "name": name, "x": x, "y": y, "symbolSize": size * 0.6, "itemStyle": {"color": QUIET},
        "label": {"show": True, "position": "left" if x == 0 else "right", "fontSize": size},
    }  # fmt: skip

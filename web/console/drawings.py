"""Pictures of what organisations did, as ECharts reads them, and the same in words for those who cannot see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from services.board import Board
from services.periods import Period
from services.trends import Figures

Where = Callable[[Period], str]  # the address of what a month or quarter was counted from

BLUE, GREEN, HAIRLINE, QUIET = "#1F5FA8", "#2E7D4F", "#E7E2DA", "#5B626B"


def nowhere(_period: Period) -> str:
    """The public board shows nobody's rows."""
    return ""


def attendance(months: Sequence[Figures], *, size: int = 14, to: Where = nowhere) -> dict[str, Any]:
    """A line of the attendance rate, month by month; a month without a Party day is a gap."""
    line = {
        "type": "line",
        "name": "到会率",
        "data": [_datum(month, month.attendance, to) for month in months],
        "lineStyle": {"width": size / 5, "color": BLUE},
        "itemStyle": {"color": BLUE},
        "symbol": "circle",
        "symbolSize": size / 2,
        "label": {"show": True, "fontSize": size},
    }
    return _frame(months, [line], size=size) | {
        "yAxis": {"type": "value", "min": 0, "max": 100, "axisLabel": {"formatter": "{value}%", "fontSize": size}}
    }


def wishes(found: Sequence[Figures], *, size: int = 14, to: Where = nowhere) -> dict[str, Any]:
    """Two bars a month or quarter: asked for, fulfilled."""
    made = _bars("新收", [_datum(each, each.wishes_made or None, to) for each in found], BLUE, size)
    done = _bars("办结", [_datum(each, each.wishes_fulfilled or None, to) for each in found], GREEN, size)
    legend = {"legend": {"top": 0, "textStyle": {"fontSize": size}, "data": ["新收", "办结"]}}
    return _frame(found, [made, done], size=size) | legend | _counted(size)


def hours(found: Sequence[Figures], *, size: int = 14, to: Where = nowhere) -> dict[str, Any]:
    """A bar a month or quarter."""
    bars = _bars("服务时长", [_datum(each, each.service_hours or None, to) for each in found], GREEN, size)
    return _frame(found, [bars], size=size) | _counted(size)


def attendance_in_words(months: Sequence[Figures]) -> str:
    said = [f"{_spoken(month.period)} {month.attendance}%" for month in months if month.attendance is not None]
    return f"各月到会率：{'，'.join(said) or '还没有记录'}"


def wishes_in_words(found: Sequence[Figures]) -> str:
    said = [
        f"{_spoken(each.period)}新收 {each.wishes_made} 件、办结 {each.wishes_fulfilled} 件"
        for each in found
        if each.wishes_made or each.wishes_fulfilled
    ]
    return f"{_each(found)}微心愿：{'，'.join(said) or '还没有记录'}"


def hours_in_words(found: Sequence[Figures]) -> str:
    said = [f"{_spoken(each.period)} {each.service_hours} 小时" for each in found if each.service_hours]
    return f"{_each(found)}志愿服务时长：{'，'.join(said) or '还没有记录'}"


def _each(found: Sequence[Figures]) -> str:
    return "各月" if found[0].period.count == 1 else "各季度"


def _spoken(period: Period) -> str:
    return f"{period.month}月" if period.count == 1 else period.label


def _datum(figures: Figures, value: float | None, to: Where) -> dict[str, Any]:
    """A point or bar; charts.js goes to its address when it is clicked."""
    address = to(figures.period)
    return {"value": value, "url": address} if address else {"value": value}


def _frame(found: Sequence[Figures], series: list[dict[str, Any]], *, size: int) -> dict[str, Any]:
    below = 2 if found[0].period.count == 1 else 3.4  # lines of the labels
    return {
        "grid": {"left": size * 3.6, "right": size * 1.6, "top": size * 2.4, "bottom": size * below},
        "xAxis": {"type": "category", "data": _labels(found), "axisLabel": {"fontSize": size, "interval": 0}},
        "series": series,
    }


def _labels(found: Sequence[Figures]) -> list[str]:
    """Short, that all fit side by side: 11月, 12, 1; a quarter on two lines."""
    if found[0].period.count > 1:
        return [each.period.label.replace("年", "年\n") for each in found]
    numbers = [str(each.period.month) for each in found]
    return [f"{numbers[0]}月", *numbers[1:]]


def _counted(size: int) -> dict[str, Any]:
    return {"yAxis": {"type": "value", "minInterval": 1, "axisLabel": {"fontSize": size}}}


def _bars(name: str, data: list[dict[str, Any]], colour: str, size: int) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "data": data,
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

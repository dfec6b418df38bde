"""The public board on a big screen: no log-in, nobody's name, and it goes on showing when the server is away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, make_response, render_template

from services import board as boards
from services.board import Board
from services.errors import NotFound
from web.console import drawings
from web.console.assets import asset
from web.console.security import add_headers
from web.lifecycle import utc_now

bp = Blueprint("board", __name__, url_prefix="/board", template_folder="templates")

# A board is counted at most this often, however many screens and passers-by look at it.
SECONDS = 30
MONTHS = 6  # more could not be read from the other side of the hall

bp.after_request(add_headers)


@bp.get("/")
@bp.get("")
def show_county() -> Response:
    """The county's board."""
    return _whole(None)


@bp.get("/<int:township_id>")
def show_township(township_id: int) -> Response:
    """A township's board."""
    return _whole(township_id)


@bp.get("/content")
def show_county_content() -> Response:
    """What the county's screen asks for again every minute."""
    return _answer("board/content.html", None)


@bp.get("/<int:township_id>/content")
def show_township_content(township_id: int) -> Response:
    """What a township's screen asks for again every minute."""
    return _answer("board/content.html", township_id)


@bp.errorhandler(NotFound)
def no_board(_refusal: NotFound) -> tuple[str, int]:
    """There is no such board; these are those there are."""
    return render_template("board/none.html", boards=boards.boards(), asset=asset), 404


def _whole(township_id: int | None) -> Response:
    return _answer("board/board.html", township_id, boards=boards.boards())


def _answer(template: str, township_id: int | None, **context: Any) -> Response:
    board = _board(township_id)
    months = board.months[-MONTHS:]
    answer = make_response(
        render_template(
            template,
            board=board,
            asset=asset,
            map=(drawings.alliance_map(board, size=22), drawings.map_in_words(board)),
            attendance=(drawings.attendance(months, size=22), drawings.attendance_in_words(months)),
            wishes=(drawings.wishes(months, size=22), drawings.wishes_in_words(months)),
            has_rates=any(month.attendance is not None for month in months),
            has_wishes=any(month.wishes_made or month.wishes_fulfilled for month in months),
            **context,
        )
    )
    answer.cache_control.public, answer.cache_control.max_age = True, SECONDS
    return answer


def _board(township_id: int | None) -> Board:
    """Kept for half a minute in this process; another one counts for itself."""
    now = utc_now()
    slot = int(now.timestamp()) // SECONDS
    kept: dict[int | None, tuple[int, Board]] = current_app.extensions.setdefault("boards", {})
    if township_id not in kept or kept[township_id][0] != slot:
        kept[township_id] = (slot, boards.make_board(township_id, now=now))
    return kept[township_id][1]

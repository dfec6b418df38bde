"""What is due in the areas I lead (features A13). Reads only."""

from __future__ import annotations

from services import area_board
from web.console.blueprint import console, current_actor
from web.console.page import Page, page
from web.lifecycle import utc_now


@console.get("/area")
def show_area() -> Page:
    """Organisation by organisation: what is due, what has been quiet."""
    return page("area.html", boards=area_board.boards_for(to=current_actor(), now=utc_now()))

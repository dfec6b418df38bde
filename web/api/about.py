"""Who runs this, under which filing number."""

from __future__ import annotations

from flask import Response, current_app
from pydantic import Field

from web.api.blueprint import api
from web.api.schemas import Answer


class AboutAnswer(Answer):
    operator: str = Field(examples=["中共云岭镇委员会"])
    filing_number: str = Field(description="备案号; empty before filing", examples=["浙ICP备00000000号-1X"])


@api.get("/about", operation_id="get_about", responses={200: AboutAnswer})
def get_about() -> Response:
    """Who runs this mini-program, and its filing number."""
    settings = current_app.extensions["settings"]
    return AboutAnswer(operator=settings.operator, filing_number=settings.filing_number).to_response()

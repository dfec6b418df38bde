"""A form that asks why: for what is logged with its reason, or told to somebody."""

from __future__ import annotations

from pydantic import Field

from web.console.forms import Form
from web.fields import Text


class ReasonForm(Form):
    reason: Text = Field(min_length=1, max_length=200)

"""回访: calling those whose wish was delivered, and writing down what they said (features W10)."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from services import claims, wish_desk
from web.console.blueprint import console, current_actor
from web.console.checking import refuse_untold
from web.console.forms import Form, submit
from web.console.page import Page, go
from web.console.wishes import wish_page
from web.fields import Text
from web.lifecycle import utc_now


class CallForm(Form):
    satisfied: Literal["yes", "no"]
    comment: Text = Field("", max_length=200)


@console.post("/wishes/<int:wish_id>/follow-up")
def follow_up_wish(wish_id: int) -> Page:
    """What the wisher said on the phone: content, or not yet."""
    wish = wish_desk.get_wish(wish_id, to=current_actor())

    def act(form: CallForm) -> Page:
        is_satisfied = form.satisfied == "yes"
        if not is_satisfied:  # else nobody reads it but the village
            refuse_untold(form, form.comment)
        claims.confirm_wish(wish_id, is_satisfied, comment=form.comment, by=current_actor(), now=utc_now())
        said = "已办结，认领人会收到谢意" if is_satisfied else "已退回认领人接着办，对方会收到消息"
        return go("console.show_wish", f"「{wish.title}」{said}", wish_id=wish_id)

    return submit(CallForm, act, again=lambda typed: wish_page(wish, calling=typed))

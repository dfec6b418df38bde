"""My data and my rights over it: consents, export, correction, erasure."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response
from pydantic import Field

from models.consents import ConsentPurpose
from services import consents, corrections, erasure, my_data
from services.consents import ConsentState
from services.idempotency import Outcome
from web.api.blueprint import api, current_actor
from web.api.commands import perform, refuse_doubtful
from web.api.schemas import Answer, Body, Instant, ListAnswer, Text
from web.lifecycle import utc_now


class ConsentAnswer(Answer):
    purpose: ConsentPurpose
    version: str = Field(examples=["2026-11"], description="Of the wording; to be sent back with one's word on it")
    title: str = Field(examples=["困难情况"])
    text: str
    if_withdrawn: str = Field(description="What then happens, and what stays")
    given_at: Instant | None = Field(description="Null: not agreed, or only to an older wording")
    agreed_to_older: bool


class ConsentPath(Answer):
    purpose: ConsentPurpose = Field(examples=["hardship"])


class GiveConsentBody(Body):
    version: Text = Field(min_length=1, max_length=16, examples=["2026-11"])


class MyDataAnswer(Answer):
    data: dict[str, Any] = Field(description="Sections of rows under their Chinese names", examples=[{"我是谁": []}])


class CorrectionBody(Body):
    name: Text | None = Field(None, min_length=1, max_length=30, description="As it should be")
    phone: Text | None = Field(None, max_length=20, description="As it should be")
    note: Text = Field("", max_length=200, description="What else is wrong", examples=["出生年月应为 1958年3月"])


class CorrectionAnswer(Answer):
    organisation: str = Field(description="Who decides", examples=["东坑村"])


class ErasureAnswer(Answer):
    erased: list[str] = Field(description="What will be gone, in words")
    kept: list[str] = Field(description="What must stay, and why")


class EraseBody(Body):
    confirm: Literal["删除我的信息"] = Field(description="So that nobody does it by mistake", examples=["删除我的信息"])


@api.get("/me/consents", operation_id="list_consents", responses={200: ListAnswer[ConsentAnswer]})
def list_consents() -> Response:
    """What I am asked to agree to, each purpose in its wording of today, and my word on it."""
    return _consents(200)


@api.post(
    "/me/consents/<purpose>",
    operation_id="give_consent",
    responses={200: ListAnswer[ConsentAnswer]},
)
def give_consent(path: ConsentPath, body: GiveConsentBody) -> Response:
    """Agree to one purpose, in the wording that I have read."""
    actor, now = current_actor(), utc_now()

    def act() -> Outcome:
        consents.give_consent(path.purpose, body.version, by=actor, now=now)
        return Outcome(200, actor.person.id)

    return _consents(perform(act).status)


@api.delete(
    "/me/consents/<purpose>",
    operation_id="withdraw_consent",
    responses={200: ListAnswer[ConsentAnswer]},
)
def withdraw_consent(path: ConsentPath) -> Response:
    """Take my word back; what only it allowed to be kept is erased."""
    consents.withdraw_consent(path.purpose, by=current_actor(), now=utc_now())
    return _consents(200)


@api.get("/me/data", operation_id="export_my_data", responses={200: MyDataAnswer})
def export_my_data() -> Response:
    """Everything that is kept of me, to be read or taken home; each export is logged."""
    return MyDataAnswer(data=my_data.export_my_data(by=current_actor(), now=utc_now())).to_response()


@api.post("/me/corrections", operation_id="ask_correction", responses={201: CorrectionAnswer})
def ask_correction(body: CorrectionBody) -> Response:
    """Ask my branch to correct what it keeps of me; asking again rewrites what I asked."""
    actor, now = current_actor(), utc_now()
    refuse_doubtful("note", body.name, body.note)

    def act() -> Outcome:
        asked = corrections.ask_correction(**body.model_dump(), by=actor, now=now)
        return Outcome(201, asked.organisation_id)

    done = perform(act)
    home = actor.person.home
    return CorrectionAnswer(organisation=home.name if home else "").to_response(done.status)


@api.get("/me/erasure", operation_id="preview_erasure", responses={200: ErasureAnswer})
def preview_erasure() -> Response:
    """What erasing my data would mean: what goes, and what must stay."""
    notice = erasure.what_erasing_means(by=current_actor())
    return ErasureAnswer(erased=list(notice.erased), kept=list(notice.kept)).to_response()


@api.post("/me/erasure", operation_id="erase_me", responses={204: None})
def erase_me(body: EraseBody) -> Response:
    """Erase my data for good; all my log-ins end."""
    erasure.erase_me(by=current_actor(), now=utc_now())
    return Response(status=204)


def _consents(status: int) -> Response:
    items = [_present(state) for state in consents.list_consents(of=current_actor().person)]
    return ListAnswer[ConsentAnswer](items=items, next=None).to_response(status)


def _present(state: ConsentState) -> ConsentAnswer:
    wording = state.wording
    return ConsentAnswer(
        purpose=wording.purpose,
        version=wording.version,
        title=wording.title,
        text=wording.text,
        if_withdrawn=wording.if_withdrawn,
        given_at=state.given_at,
        agreed_to_older=state.agreed_to_older,
    )

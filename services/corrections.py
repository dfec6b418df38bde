"""What the roster says of me is wrong: the branch that keeps it decides (features R2)."""

from __future__ import annotations

import datetime

from models.notices import Purpose
from models.organisations import Organisation
from models.people import Person
from models.requests import Request, RequestKind
from models.unit_of_work import unit_of_work
from services import audit, messages
from services.errors import Invalid, WrongState
from services.permissions import Actor
from services.phones import normal_phone, phone_columns


@unit_of_work
def ask_correction(*, name: str | None, phone: str | None, note: str, by: Actor, now: datetime.datetime) -> Request:
    """Ask one's branch to correct the name, the phone or what the note says; asking again rewrites what was asked.

    Raises Invalid when nothing is to be corrected, or no branch keeps anything.
    """
    person, home = by.person, by.person.home
    if home is None or not person.is_known:
        raise Invalid("nothing_kept", "还没有村或单位登记您，请先认证身份")
    if not (name or phone or note):
        raise Invalid("correction_required", "请写一写哪里不对", {"note": "请填写"})
    number = normal_phone(phone) if phone else person.phone
    columns = {"organisation_id": home.id, "name": name or person.name, "note": note, **_phone(number)}
    waiting: Request | None = Request.get_or_none(person=person, kind=RequestKind.CORRECTION, is_waiting=1)
    if waiting is not None:
        if not waiting.rewrite(**columns):
            raise WrongState()
        return Request.get_by_id(waiting.id)
    asked = Request.create(kind=RequestKind.CORRECTION, person=person, asked_at=now, **columns)
    audit.record("ask_correction", "request", asked.id, by=by, now=now, organisation_id=home.id)
    _tell_branch(home, now=now)
    return asked


def _phone(number: str | None) -> dict[str, str]:
    return phone_columns(number) if number else {"phone": "", "phone_hash": "", "phone_tail": ""}


def _tell_branch(home: Organisation, *, now: datetime.datetime) -> None:
    body = f"{home.name}名册上的一位同志请您更正登记的信息，核对后处理。"
    message = messages.Message(Purpose.NOTICE, "有人请求更正登记信息", body, page="secretary/requests/requests")
    messages.queue(message, messages.secretaries_of(home, now=now), now=now)


def correct(request: Request) -> None:
    """Write what was asked onto the roster, inside the caller's unit of work."""
    columns = {"name": request.name, **(phone_columns(request.phone) if request.phone else {})}
    Person.update(version=Person.version + 1, **columns).where(Person.id == request.person_id).execute()

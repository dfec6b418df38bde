"""Those who come along, and a guardian for whoever is too young to come alone (features E10)."""

from __future__ import annotations

import datetime
import json
from dataclasses import asdict, dataclass

from models.appointments import Function
from models.events import Event
from models.sign_ups import SignUp
from models.unit_of_work import unit_of_work
from services import audit, policies
from services.ages import age_on
from services.errors import Invalid, NotFound
from services.events import event_to_run
from services.local_time import local_day
from services.permissions import Actor
from services.phones import normal_phone


@dataclass(frozen=True, slots=True)
class Companion:
    name: str
    is_child: bool = False  # under the age at which one may come alone (14, unless a policy says otherwise)


@dataclass(frozen=True, slots=True)
class Party:
    """The companions of one sign-up, and the guardian of the children among them (or of the person)."""

    companions: tuple[Companion, ...] = ()
    guardian_name: str | None = None
    guardian_phone: str | None = None

    @property
    def seats(self) -> int:
        return 1 + len(self.companions)

    def columns(self) -> dict[str, object]:
        """What the sign-up stores of the party."""
        phone = normal_phone(self.guardian_phone, field="guardian_phone") if self.guardian_phone else None
        return {
            "seats": self.seats,
            "companions": json.dumps([asdict(c) for c in self.companions]) if self.companions else None,
            "guardian_name": self.guardian_name,
            "guardian_phone": phone,
        }


ALONE = Party()


@dataclass(frozen=True, slots=True)
class Guardian:
    name: str
    phone: str


def check_party(party: Party, event: Event, *, by: Actor, now: datetime.datetime) -> None:
    """Raise Invalid for too many companions, or a child without a guardian's name and phone."""
    if party.companions:
        most = policies.value("event.companion_limit", event.organisation, now=now)
        if len(party.companions) > most:
            raise Invalid(
                "too_many_companions", f"最多带 {most} 位同行；人多请各自报名", {"companions": f"不超过 {most} 位"}
            )
    if not _has_child(party, event, by, now=now):
        return
    if not party.guardian_name or not party.guardian_phone:
        missing = {"guardian_name": "请填写监护人姓名", "guardian_phone": "请填写监护人手机号"}
        raise Invalid("guardian_required", "有小朋友参加，请填写监护人的姓名和手机号", missing)


def _has_child(party: Party, event: Event, by: Actor, *, now: datetime.datetime) -> bool:
    if any(companion.is_child for companion in party.companions):
        return True
    age = age_on(by.person.birth_month, local_day(event.starts_at))
    return age is not None and age < policies.value("event.guardian_age", event.organisation, now=now)


def companions_of(sign_up: SignUp) -> list[Companion]:
    """Who comes along; empty once erased."""
    return [Companion(**row) for row in json.loads(sign_up.companions)] if sign_up.companions else []


@unit_of_work
def reveal_guardian(event_id: int, person_id: int, *, reason: str, by: Actor, now: datetime.datetime) -> Guardian:
    """A guardian's name and phone for the village's own seat, each reveal logged with its reason."""
    event, _ = event_to_run(event_id, by=by, now=now)
    seat = by.require(Function.SEE_CONTACTS, event.organisation)
    sign_up = SignUp.get_or_none(SignUp.event == event.id, SignUp.person == person_id, SignUp.is_held == 1)
    if sign_up is None or not sign_up.guardian_name or not sign_up.guardian_phone:
        raise NotFound("no_guardian", "没有登记监护人，或已按规定删除；请问问带他来的人")
    audit.record(
        "see_guardian",
        "sign_up",
        sign_up.id,
        by=by,
        seat=seat,
        acted_for_id=person_id,
        now=now,
        organisation_id=event.organisation_id,
        reason=reason,
    )
    return Guardian(sign_up.guardian_name, sign_up.guardian_phone)


@unit_of_work
def erase_old_companions(*, now: datetime.datetime) -> int:
    """Erase the names and phones of companions and guardians some time after the event; answers how many."""
    there = SignUp.guardian_name.is_null(False) | SignUp.companions.is_null(False)
    erased = 0
    for event in Event.select().join(SignUp).where(there, Event.ends_at <= now).distinct():
        days = policies.value("privacy.event_companion_days", event.organisation, now=now)
        if event.ends_at + datetime.timedelta(days=days) > now:
            continue
        erased += (
            SignUp.update(companions=None, guardian_name=None, guardian_phone=None)
            .where(SignUp.event == event.id, there)
            .execute()
        )
        audit.record("erase_companions", "event", event.id, by=None, origin="job", now=now)
    return erased

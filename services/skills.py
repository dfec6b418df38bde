"""What people say they can do. Nobody has to say anything; a post that needs a skill asks for it (features E7)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from models.events import Event, EventStatus, Post
from models.organisations import Organisation
from models.people import Person
from models.skills import PersonSkill
from models.unit_of_work import unit_of_work
from services import audit, policies
from services.errors import Invalid
from services.permissions import Actor

POLICY = "volunteer.skills"


def skills_of(person: Person) -> list[str]:
    """What a person has declared, the first first."""
    rows = PersonSkill.select(PersonSkill.name).where(PersonSkill.person == person.id).order_by(PersonSkill.id)
    return [row.name for row in rows]


def choices_for(person: Person, *, now: datetime.datetime) -> list[str]:
    """What this person may declare: their home's list, what posts to come ask for anywhere, and what they have."""
    listed: list[str] = policies.value(POLICY, person.home, now=now)
    posts = (
        Post.select(Post.skills)
        .join(Event)
        .where(Event.status == EventStatus.OPEN, Event.ends_at > now, Post.skills != "")
        .distinct()
    )
    asked_for = sorted({name for post in posts for name in post.skill_names})
    return list(dict.fromkeys([*listed, *asked_for, *skills_of(person)]))


@unit_of_work
def declare_skills(names: list[str], *, by: Actor, now: datetime.datetime) -> list[str]:
    """Let these be one's skills from now on, and no others; answers them. Raises Invalid for one not to choose from."""
    wanted = list(dict.fromkeys(names))
    choices = choices_for(by.person, now=now)
    unknown = [name for name in wanted if name not in choices]
    if unknown:
        raise Invalid("skill_unknown", "有的特长不在可选的里面，请从列表里选", {"skills": "请从列表里选"})
    mine = PersonSkill.person == by.person.id
    dropped = PersonSkill.delete().where(mine, PersonSkill.name.not_in(wanted or [""])).execute()
    added = 0
    for name in wanted:
        row = PersonSkill.insert(person=by.person.id, name=name, declared_at=now)
        added += row.on_conflict_ignore().as_rowcount().execute()
    if dropped or added:
        audit.record(
            "declare_skills", "person", by.person.id, by=by, now=now, after={"added": added, "dropped": dropped}
        )
    return skills_of(by.person)


def check_skills(of_posts: Iterable[Iterable[str]], organisation: Organisation, *, now: datetime.datetime) -> None:
    """Raise Invalid for a post that asks for what is not on its organisation's list."""
    wanted = {name for names in of_posts for name in names}
    if wanted and not wanted <= set(policies.value(POLICY, organisation, now=now)):
        raise Invalid("skill_unknown", "岗位要求的特长不在列表里，请从列表里选", {"posts": "请从列表里选特长"})

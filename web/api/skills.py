"""My skills, for the posts that need them."""

from __future__ import annotations

from typing import Annotated

from flask import Response
from pydantic import Field

from services import skills
from web.api.blueprint import api, current_actor
from web.api.schemas import Answer, Body, Text
from web.lifecycle import utc_now

# The mark between them in the database (models.events.Post.skills) is none of a skill's own.
SkillName = Annotated[Text, Field(min_length=1, max_length=20, pattern=r"^[^、]+$", examples=["理发"])]


class SkillsBody(Body):
    skills: list[SkillName] = Field(max_length=30, description="All of them; those left out are taken back")


class SkillsAnswer(Answer):
    skills: list[str] = Field(description="What I have declared", examples=[["理发"]])
    choices: list[str] = Field(description="What I can choose from", examples=[["理发", "水电维修", "医护"]])


@api.get("/me/skills", operation_id="get_my_skills", responses={200: SkillsAnswer})
def get_my_skills() -> Response:
    """What I have said I can do, and what there is to choose from. Nobody has to say anything."""
    return _answer()


@api.put("/me/skills", operation_id="declare_my_skills", responses={200: SkillsAnswer})
def declare_my_skills(body: SkillsBody) -> Response:
    """Say what I can do; an empty list takes everything back."""
    skills.declare_skills(body.skills, by=current_actor(), now=utc_now())
    return _answer()


def _answer() -> Response:
    person = current_actor().person
    return SkillsAnswer(
        skills=skills.skills_of(person), choices=skills.choices_for(person, now=utc_now())
    ).to_response()

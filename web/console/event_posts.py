"""The posts of an event in a form: one row each, a few empty ones for more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest

from models.events import Post
from services.errors import Invalid
from services.event_changes import PostChange
from services.event_plans import PostPlan
from web.console.forms import Form, Typed
from web.fields import LARGEST_ID, Text, as_id

EMPTY_ROWS = 3
COLUMNS = ("post_ids", "post_names", "post_capacities", "post_needs", "post_skills")
LONGEST_NAME, MOST_PLACES = 40, 10_000


class PostsForm(Form):
    """Five lists of the same length; a row without a name is passed over."""

    post_ids: list[str]
    post_names: list[Text]
    post_capacities: list[str]
    post_needs: list[Text]
    post_skills: list[Text]

    def rows(self) -> list[PostRow]:
        lists = (getattr(self, name) for name in COLUMNS)
        return [PostRow(*row) for row in zip_longest(*lists, fillvalue="") if row[1]]


@dataclass(frozen=True, slots=True)
class PostRow:
    """One row as it was typed."""

    id: str = ""
    name: str = ""
    capacity: str = ""
    needs: str = ""
    skills: str = ""

    def _checked(self) -> dict[str, object]:
        """Name, places, needs and skills; raises Invalid."""
        if (as_id(self.capacity) or LARGEST_ID) > MOST_PLACES:
            raise Invalid("post_incomplete", f"「{self.name}」要几个人？请填写人数", {"posts": "人数要填大于 0 的整数"})
        if len(self.name) > LONGEST_NAME or len(self.needs) > 200:
            raise Invalid("post_too_long", "岗位的名称或要求太长了，请删减", {"posts": "太长了"})
        skills = tuple(name for name in self.skills.replace("，", "、").replace(",", "、").split("、") if name.strip())
        return {"name": self.name, "capacity": int(self.capacity), "needs": self.needs, "skills": skills}

    def plan(self) -> PostPlan:
        return PostPlan(**self._checked())

    def change(self) -> PostChange:
        return PostChange(id=as_id(self.id), **self._checked())


def typed_rows(typed: Typed, *, empty: int = EMPTY_ROWS) -> list[PostRow]:
    """The rows of a form that is shown again, and some empty ones."""
    lists = [typed.all(name) for name in COLUMNS]
    rows = [PostRow(*row) for row in zip_longest(*lists, fillvalue="") if any(row[1:])]
    return [*rows, *[PostRow()] * empty]


def fill_rows(typed: Typed, posts: Iterable[Post | PostPlan], *, with_ids: bool) -> Typed:
    """What the posts say stands in the rows."""
    rows = list(posts)
    skills = ["、".join(post.skills if isinstance(post, PostPlan) else post.skill_names) for post in rows]
    ids = [str(post.id) if with_ids and isinstance(post, Post) else "" for post in rows]
    columns = (ids, [p.name for p in rows], [str(p.capacity) for p in rows], [p.needs for p in rows], skills)
    for name, values in zip(COLUMNS, columns, strict=True):
        typed.values.setlist(name, values)
    return typed

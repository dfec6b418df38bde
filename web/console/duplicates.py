"""Duplicates on the rosters: made one, and within a week two again (features I11)."""

from __future__ import annotations

from flask import url_for

from services import merges
from web.console.blueprint import console, current_actor
from web.console.confirming import ask_first
from web.console.forms import Form, Typed, submit
from web.console.page import Page, go, page
from web.console.words import TABLE_NAMES
from web.fields import Id
from web.lifecycle import utc_now


class MergeForm(Form):
    source_id: Id
    target_id: Id


@console.get("/people/duplicates")
def list_duplicates() -> Page:
    """Who may be one person, and what was merged lately."""
    return _page(Typed())


@console.post("/people/duplicates")
def merge_people() -> Page:
    """Make two rows one person, after saying how much moves."""

    def act(form: MergeForm) -> Page:
        actor, now = current_actor(), utc_now()
        source, target = merges.get_pair(form.source_id, form.target_id, to=actor, now=now)
        moving = _moving(merges.what_would_move(source))
        lines = [
            f"{source.name}（编号 {source.id}）并入{target.name}（编号 {target.id}），名册上少一个人。",
            f"随之转过去：{moving}。" if moving else "没有要转过去的记录。",
            "7 天内可以撤回。",
        ]
        question = ask_first(
            "合并重复的人", lines, yes="合并这两个人", back=url_for("console.list_duplicates"), is_destructive=True
        )
        if question is not None:
            return question
        merges.merge_people(source.id, target.id, by=actor, now=now)
        return go("console.list_duplicates", f"已合并为{target.name}，7 天内可以在下面撤回")

    return submit(MergeForm, act, again=_page)


@console.post("/people/merges/<int:merge_id>/undoing")
def undo_merge(merge_id: int) -> Page:
    """Take a merge back."""
    merges.undo_merge(merge_id, by=current_actor(), now=utc_now())
    return go("console.list_duplicates", "已撤回合并，又是两个人了")


def _moving(counts: dict[str, int]) -> str:
    named: dict[str, int] = {}
    for table, count in counts.items():
        name = TABLE_NAMES.get(table.split(".")[0], "其他记录")
        named[name] = named.get(name, 0) + count
    return "、".join(f"{count} 条{name}" for name, count in named.items())


def _page(typed: Typed) -> Page:
    actor, now = current_actor(), utc_now()
    done = [(merge, merges.ends_at(merge, now=now)) for merge in merges.list_merges(to=actor)]
    return page("duplicates.html", groups=merges.find_duplicates(to=actor), done=done, typed=typed)

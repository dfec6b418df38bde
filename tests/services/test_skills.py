"""Skills: declared freely, asked for by posts."""

import pytest

from models.audit import AuditEntry
from models.events import Post
from models.people import Person
from models.skills import PersonSkill
from services import policies, row_moves
from services.eligibility import Candidate, why_no_post
from services.errors import Invalid
from services.event_changes import PostChange, change_event
from services.event_plans import EventPlan, PostPlan
from services.events import create_event, posts_of
from services.sign_ups import NotEligible, sign_up
from services.skills import choices_for, declare_skills, skills_of
from tests.event_cast import DAY, HOUR, make_event


def ask_for(event, *skills):
    """Let each post of the event ask for these, in their order; None asks for nothing."""
    for post, names in zip(posts_of([event.id])[event.id], skills, strict=True):
        Post.update(skills=names or "").where(Post.id == post.id).execute()


def test_one_says_what_one_can_do_and_takes_it_back(cast, now):
    assert declare_skills(["理发", "医护", "理发"], by=cast.chen, now=now) == ["理发", "医护"]
    assert declare_skills(["医护", "书画"], by=cast.chen, now=now) == ["医护", "书画"]
    assert declare_skills([], by=cast.chen, now=now) == []
    entries = [entry.after for entry in AuditEntry.select().where(AuditEntry.action == "declare_skills")]
    assert len(entries) == 3
    assert "医护" not in "".join(entries)  # a person's own business


def test_the_same_again_changes_nothing(cast, now):
    declare_skills(["理发"], by=cast.chen, now=now)
    declare_skills(["理发"], by=cast.chen, now=now)
    assert AuditEntry.select().where(AuditEntry.action == "declare_skills").count() == 1


def test_the_list_to_choose_from_is_a_policy(cast, now):
    policies.decide("volunteer.skills", ["采茶"], cast.dongkeng, by=cast.li, now=now)
    assert choices_for(cast.chen.person, now=now) == ["采茶"]
    with pytest.raises(Invalid):
        declare_skills(["理发"], by=cast.chen, now=now)
    assert "采茶" not in choices_for(cast.zhao.person, now=now)


def test_what_a_post_to_come_asks_for_can_be_declared_by_anybody(cast, now):
    event = make_event(cast)
    ask_for(event, "采茶")
    assert "采茶" in choices_for(cast.zhao.person, now=now)
    assert "采茶" not in choices_for(cast.zhao.person, now=event.ends_at)


def test_who_lacks_a_skill_reads_which_and_where_to_add_it(cast, now):
    event = make_event(cast)
    ask_for(event, "理发、医护")
    declare_skills(["医护"], by=cast.chen, now=now)
    with pytest.raises(NotEligible) as refusal:
        sign_up(event.id, by=cast.chen, now=now)
    assert refusal.value.message == "「岗位1」要会理发；会的话，请到「我的」里的「我的特长」添上，再来报名"
    declare_skills(["医护", "理发"], by=cast.chen, now=now)
    assert sign_up(event.id, by=cast.chen, now=now)[1]


def test_without_a_wish_one_gets_a_post_that_one_can_do(cast, now):
    event = make_event(cast, 1, 1)
    ask_for(event, "医护", None)
    skilled, plain = posts_of([event.id])[event.id]
    with pytest.raises(NotEligible):
        sign_up(event.id, skilled.id, by=cast.chen, now=now)
    assert sign_up(event.id, by=cast.chen, now=now)[0].post_id == plain.id
    with pytest.raises(Invalid) as refusal:
        sign_up(event.id, by=cast.wang, now=now)
    assert refusal.value.code == "post_required"


def test_an_event_is_closed_to_whom_no_post_takes(cast, now):
    event = make_event(cast, 1, 1)
    ask_for(event, "医护", "驾驶")
    posts = posts_of([event.id])[event.id]
    assert "医护" in why_no_post(posts, Candidate(cast.chen.person, now=now))
    declare_skills(["驾驶"], by=cast.chen, now=now)
    assert why_no_post(posts, Candidate(cast.chen.person, now=now)) is None


def test_a_post_asks_only_for_what_is_on_the_list(cast, now):
    starts_at = now + DAY
    text = {"title": "义诊", "starts_at": starts_at, "ends_at": starts_at + HOUR, "place": "礼堂"}

    def create(*skills):
        plan = EventPlan(**text, posts=[PostPlan("医护", 2, skills=skills)])
        return create_event(plan, cast.dongkeng, is_held=False, by=cast.li, now=now)

    with pytest.raises(Invalid):
        create("飞檐走壁")
    event = create("医护")
    (post,) = posts_of([event.id])[event.id]
    assert post.skill_names == ["医护"]
    with pytest.raises(Invalid):
        change_event(event.id, {}, posts=[PostChange(post.id, skills=("变戏法",))], is_held=False, by=cast.li, now=now)
    change_event(event.id, {}, posts=[PostChange(post.id, skills=())], is_held=False, by=cast.li, now=now)
    assert posts_of([event.id])[event.id][0].skill_names == []


def test_binding_takes_what_was_declared_along(cast, now):
    visitor, known = cast.visitor(), cast.wang
    declare_skills(["理发", "医护"], by=visitor, now=now)
    declare_skills(["医护"], by=known, now=now)
    row_moves.move_rows(visitor.person, known.person, now=now)
    assert sorted(skills_of(known.person)) == ["医护", "理发"]
    assert PersonSkill.select().where(PersonSkill.person == Person.get_by_id(visitor.person.id)).count() == 1

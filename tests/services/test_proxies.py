"""Acting for an elder: both agree, or the secretary grants it; what is done is the elder's, and says who did it."""

import pytest

from models.audit import AuditEntry
from models.proxies import Proxy, ProxyRelation, ProxyStatus
from services import audit, proxies, sign_ups, wishes
from services.errors import Invalid, NotAllowed, NotFound, WrongState
from services.proxies import NotProxy, ProxyUnclear
from services.wish_contacts import see_contact
from tests.event_cast import make_event

RELATIVE = ProxyRelation.RELATIVE


@pytest.fixture
def database_url(engine_url):
    return engine_url


@pytest.fixture
def grandma(cast):
    """王奶奶 of 东坑村, without WeChat."""
    return cast.resident("王奶奶", cast.dongkeng)


@pytest.fixture
def ask(now):
    def run(by, name, side="i_help"):
        return proxies.ask_proxy(side, name, RELATIVE, by=by, now=now)[0]

    return run


@pytest.fixture
def decide(now):
    return lambda proxy, by, decision="approve": proxies.decide_proxy(proxy.id, decision, by=by, now=now)


@pytest.fixture
def acting(grandma, ask, decide, cast, now):
    """王党员 acting for 王奶奶."""
    decide(ask(cast.wang, "王奶奶"), cast.li)
    return proxies.act_for(cast.wang, grandma.person.id, now=now)


@pytest.mark.engine
def test_until_it_is_confirmed_nobody_acts(grandma, ask, cast, now):
    ask(cast.wang, "王奶奶")
    with pytest.raises(NotProxy):
        proxies.act_for(cast.wang, grandma.person.id, now=now)


@pytest.mark.engine
@pytest.mark.parametrize("who", ["elder", "secretary"])
def test_the_other_one_or_the_secretary_confirms(grandma, ask, decide, cast, now, who):
    proxy = decide(ask(cast.wang, "王奶奶"), grandma if who == "elder" else cast.li)
    assert proxy.status is ProxyStatus.ACTIVE
    assert proxies.act_for(cast.wang, grandma.person.id, now=now).person == grandma.person


def test_an_elder_may_ask_a_helper_who_then_confirms(grandma, ask, decide, cast, now):
    proxy = ask(grandma, "王党员", "helps_me")
    with pytest.raises(NotAllowed):
        decide(proxy, grandma)
    decide(proxy, cast.wang)
    assert proxies.act_for(cast.wang, grandma.person.id, now=now)


def test_a_secretary_s_asking_is_the_grant(grandma, ask, cast, now):
    assert ask(cast.li, "王奶奶").status is ProxyStatus.ACTIVE
    assert proxies.act_for(cast.li, grandma.person.id, now=now).seats == ()


def test_asking_twice_is_once_and_refused_it_can_be_asked_again(grandma, ask, decide, cast):
    first = ask(cast.wang, "王奶奶")
    assert ask(cast.wang, "王奶奶") == first
    decide(first, grandma, "refuse")
    assert ask(cast.wang, "王奶奶") != first
    with pytest.raises(WrongState):
        decide(first, grandma)


@pytest.mark.parametrize("name", ["查无此人", "王党员", "赵外人"])
def test_only_one_known_person_of_one_s_own_village_can_be_named(ask, cast, name):
    with pytest.raises(ProxyUnclear):
        ask(cast.wang, name)


def test_of_namesakes_the_secretary_must_be_asked(grandma, ask, cast):
    cast.resident("王奶奶", cast.dongkeng)
    with pytest.raises(ProxyUnclear):
        ask(cast.wang, "王奶奶")


def test_a_visitor_binds_first(ask, cast):
    with pytest.raises(Invalid):
        ask(cast.visitor(), "王奶奶")


@pytest.mark.parametrize("who", ["helper", "elder", "secretary"])
def test_each_of_them_ends_it_at_any_time(acting, grandma, cast, now, who):
    by = {"helper": cast.wang, "elder": grandma, "secretary": cast.li}[who]
    proxies.end_proxy(Proxy.get().id, by=by, now=now)
    with pytest.raises(NotProxy):
        proxies.act_for(cast.wang, grandma.person.id, now=now)


def test_others_do_not_find_it(acting, cast, now):
    for other in (cast.sun, cast.zhao, cast.chen):
        with pytest.raises(NotFound):
            proxies.end_proxy(Proxy.get().id, by=other, now=now)


class TestWhatIsDone:
    def test_a_wish_is_the_elder_s_and_says_who_made_it(self, acting, grandma, steps, cast, now):
        wish = wishes.make_wish(steps.text(), cast.dongkeng, is_held=False, by=acting, now=now)
        assert (wish.made_by_id, wish.wisher_id) == (grandma.person.id, grandma.person.id)
        entry = AuditEntry.get(AuditEntry.action == "make_wish")
        assert (entry.actor_id, entry.acted_for_id) == (cast.wang.person.id, grandma.person.id)
        assert audit.helper_who("make_wish", "wish", wish.id, acted_for_id=wish.made_by_id) == "王党员"

    def test_what_the_elder_does_alone_names_nobody(self, grandma, steps, cast, now):
        wish = wishes.make_wish(steps.text(), cast.dongkeng, is_held=False, by=grandma, now=now)
        assert audit.helper_who("make_wish", "wish", wish.id, acted_for_id=wish.made_by_id) == ""

    def test_a_place_at_an_event_is_the_elder_s(self, acting, grandma, cast, now):
        event = make_event(cast)
        signed_up, _ = sign_ups.sign_up(event.id, by=acting, now=now)
        assert signed_up.person_id == grandma.person.id
        assert audit.helper_who("sign_up", "event", event.id, acted_for_id=grandma.person.id) == "王党员"

    def test_the_helper_gets_no_contact_through_the_elder(self, acting, grandma, steps, cast, now):
        wish = steps.claimed(grandma)
        assert see_contact(wish, by=grandma, now=now) is not None
        assert see_contact(wish, by=acting, now=now) is None

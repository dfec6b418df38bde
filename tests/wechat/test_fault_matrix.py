"""Each fault of the stand-in on each of WeChat's APIs that we call, and what comes out at our end (wechat.md §1, §6).

The rows are questions to the gateways, the columns faults. What is promised depends on the kind of question: whoever
waits is told that WeChat does not answer, a text waits for a person, a picture is asked about later, a message is sent
again only when it was certainly not delivered.
"""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from models.api_uses import ApiUse
from models.database import database, open_database
from wechat.account import WeChatApp
from wechat.errors import WeChatUnavailable
from wechat.gateway import MiniProgram
from wechat.official_account import OfficialAccount
from wechat.outcomes import Outcome, Verdict, midnight_after
from wechat.templates import values_for
from wechat.token_store import DatabaseTokenStore

ROOT = Path(__file__).parents[2]
MINI, OFFICIAL = "wx5a4db0c0000000aa", "wx5a4db0c0000000bb"
SECRET = "made-up-secret"
WANG = "o-wang"
SEED = {"people": [{"name": "王党员", "phone": "19900000001", "openid": WANG}], "pages": ["wishes/wish/wish"]}
PAGE, COVER = "wishes/wish/wish", b"\x89PNG\r\n\x1a\n..."
WISH = values_for("wish_update", {"thing1": "一盏台灯", "phrase2": "已认领", "thing3": "王党员认领了"})
NOTICE = {"thing1": "周六主题党日", "thing2": "请带好党徽", "time3": "2026年11月28日 09:00"}
TOKEN = "cgi-bin/stable_token"
SLOW = ("hang", "drip")
LOST = (*SLOW, "truncated", "dropped", "html")
TOO_FAST, NOT_OURS_TO_MEND = (45011, 44990, 44991), (40164, 40013, 40125, 40243, 48001, 48004, 50002, 50007, 89503)


class Wechat:
    """The stand-in, a tester's hand on it, and both our gateways, fresh for each test."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.http = requests.Session()
        self.http.trust_env = False
        self.gateways: list[Any] = []

    def admin(self, path: str, **body: Any) -> Any:
        answer = self.http.post(f"{self.base}/__admin/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def fault(self, api: str, kind: str, **more: Any) -> None:
        self.admin("faults", api=api, kind=kind, **more)

    def open(self, read_seconds: float) -> None:
        """Gateways with that much patience and with empty hands: no token, no breaker that has learned anything."""
        for gateway in self.gateways:
            gateway.close()
        patience = {"api_base": self.base, "connect_seconds": 1, "read_seconds": read_seconds}
        tokens = DatabaseTokenStore(utc_now)
        self.mini = MiniProgram(WeChatApp(MINI, SECRET, **patience), tokens, clock=utc_now)
        self.official = OfficialAccount(WeChatApp(OFFICIAL, SECRET, **patience), tokens, mini_appid=MINI, clock=utc_now)
        self.gateways = [self.mini, self.official]

    def code(self, kind: str) -> str:
        return str(self.admin(f"{kind}-code", openid=WANG)["code"])

    def follower(self) -> str:
        self.admin("official/follow", openid=WANG)
        return str(self.admin("official/who", openid=WANG)["openid"])

    def page_code(self) -> str:
        form = {"appid": OFFICIAL, "redirect_uri": "http://127.0.0.1:9/back", "response_type": "code", "openid": WANG}
        url = f"{self.base}/connect/oauth2/authorize"
        sent_back = self.http.post(url, data=form, allow_redirects=False, timeout=10)
        return parse_qs(urlsplit(sent_back.headers["Location"]).query)["code"][0]


def utc_now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC)


@dataclass(frozen=True)
class Question:
    """A question of ours: the API it asks, how it is prepared at the stand-in, and how it is put."""

    api: str
    ask: Any
    prepare: Any = None


WAITED_FOR = {
    "log in": Question("sns/jscode2session", lambda w, it: w.mini.log_in(it).openid, lambda w: w.code("login")),
    "phone number": Question(
        "wxa/business/getuserphonenumber", lambda w, it: w.mini.phone_number(it, WANG), lambda w: w.code("phone")
    ),
    "code picture": Question("wxa/getwxacodeunlimit", lambda w, _: w.mini.code_picture("w=1", PAGE)),
    "page link": Question("wxa/generate_urllink", lambda w, _: w.mini.page_link(PAGE, "id=1", 3)),
    "follower": Question("cgi-bin/user/info", lambda w, it: w.official.follower(it), lambda w: w.follower()),
    "page visitor": Question(
        "sns/oauth2/access_token", lambda w, it: w.official.page_visitor(it), lambda w: w.page_code()
    ),
    "follow code": Question("cgi-bin/qrcode/create", lambda w, _: w.official.follow_code("wish-7")),
    "menu": Question(
        "cgi-bin/menu/create",
        lambda w, _: w.official.create_menu({"button": [{"type": "click", "name": "签到", "key": "check_in"}]}) or True,
    ),
}
MESSAGES = {
    "subscribe message": Question(
        "cgi-bin/message/subscribe/send",
        lambda w, _: w.mini.send_subscribe(WANG, "tpl-wish-update", WISH, PAGE),
        lambda w: w.admin("grants", openid=WANG, template_id="tpl-wish-update", n=1),
    ),
    "template message": Question(
        "cgi-bin/message/template/send",
        lambda w, it: w.official.send_template(it, "oa-notice", NOTICE, PAGE, message_key="m-1"),
        lambda w: w.follower(),
    ),
}
TEXT = Question("wxa/msg_sec_check", lambda w, _: w.mini.check_text("一盏台灯", WANG, 4), lambda w: w.code("login"))
PICTURE = Question(
    "wxa/media_check_async",
    lambda w, _: w.mini.check_image("http://127.0.0.1:9/p.jpg", WANG, 4),
    lambda w: w.code("login"),
)
DRAFTS = {
    name: Question(f"cgi-bin/{name}", lambda w, _: w.official.add_draft("清沟", "", "<p>清了</p>", COVER))
    for name in ("material/add_material", "draft/add")
}
EVERYTHING = {**WAITED_FOR, **MESSAGES, "text": TEXT, "picture": PICTURE, **DRAFTS}
WITH_TOKEN = {name: question for name, question in EVERYTHING.items() if not question.api.startswith("sns/")}


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    environ = {
        "PATH": os.environ["PATH"], "SANDBOX_PORT": "0", "WECHAT_MINI_APPID": MINI, "WECHAT_OA_APPID": OFFICIAL,
        "WECHAT_MINI_SECRET": SECRET, "WECHAT_OA_SECRET": SECRET,
        "SANDBOX_STORE": str(tmp_path_factory.mktemp("sandbox") / "store.sqlite3"),
    }  # fmt: skip
    command = [sys.executable, "-m", "sandbox.platform"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as child:
        wechat = Wechat(child.stdout.readline().split()[-1])
        yield wechat
        wechat.http.close()
        child.terminate()
        assert child.wait(timeout=10) == 0


@pytest.fixture
def wechat(process, database_url):
    process.http.delete(f"{process.base}/__admin/faults", timeout=10)
    process.admin("seed", **SEED)
    opened = open_database(database_url)
    process.open(read_seconds=5)
    yield process
    for gateway in process.gateways:
        gateway.close()
    opened.close_all()


@pytest.fixture
def ask(wechat):
    """Put the question while its API has the fault; a slow fault meets little patience."""

    def run(question: Question, kind: str, *, api: str = "", **more: Any) -> Any:
        it = question.prepare(wechat) if question.prepare else None
        wechat.open(read_seconds=0.4 if kind in SLOW else 5)
        wechat.fault(api or question.api, kind, **more)
        return question.ask(wechat, it)

    return run


def each(questions: dict[str, Question]) -> Any:
    return pytest.mark.parametrize("question", questions.values(), ids=questions.keys())


@pytest.mark.parametrize("kind", [*LOST, "http_502"])
@each(WAITED_FOR)
def test_whoever_waits_is_told_that_wechat_does_not_answer(ask, question, kind):
    with pytest.raises(WeChatUnavailable):
        ask(question, kind)


@pytest.mark.parametrize("errcode", [-1, *TOO_FAST, 45009, *NOT_OURS_TO_MEND])
@each(WAITED_FOR)
def test_an_error_that_is_nobody_s_on_the_phone_is_told_as_no_answer(ask, question, errcode):
    with pytest.raises(WeChatUnavailable):
        ask(question, "errcode", errcode=errcode)


@each(EVERYTHING)
def test_a_byte_order_mark_and_a_wrong_type_change_nothing(ask, question):
    assert _is_good(ask(question, "bom"))


@each(WITH_TOKEN)
def test_a_revoked_token_is_replaced_unnoticed(wechat, ask, question):
    wechat.mini.page_link(PAGE, "id=1", 3)
    wechat.official.follower(wechat.follower())
    for account in ("mini", "oa"):
        wechat.fault(question.api, "token_revoked", account=account)
    assert _is_good(ask(question, "bom", api="none"))


@each(WITH_TOKEN)
def test_while_no_token_can_be_had_nothing_was_certainly_done(ask, question):
    try:
        answer = ask(question, "http_502", api=TOKEN, times=5)
    except WeChatUnavailable:
        return
    assert getattr(answer, "outcome", None) in (None, Outcome.RETRY, Outcome.PAUSED)
    assert not _is_good(answer)
    assert not getattr(answer, "is_lost", False)


@each(EVERYTHING)
def test_a_quota_that_is_used_up_is_asked_no_second_time_before_midnight(wechat, question):
    it = question.prepare(wechat) if question.prepare else None
    wechat.fault(question.api, "errcode", errcode=45009)  # once: a second call would be answered
    answers = [_answer_or_error(lambda: question.ask(wechat, it)) for _ in range(2)]

    assert not any(_is_good(answer) for answer in answers)
    with database.connection_context():
        assert ApiUse.get(ApiUse.api == question.api).used_up_until == midnight_after(utc_now())


@pytest.mark.parametrize("kind", LOST)
@each(MESSAGES)
def test_a_message_whose_answer_is_lost_is_not_sent_again(ask, question, kind):
    assert ask(question, kind).outcome is Outcome.UNKNOWN


@pytest.mark.parametrize("errcode", [None, -1, 43108, *TOO_FAST])
@each(MESSAGES)
def test_a_message_that_was_turned_away_is_sent_again(ask, question, errcode):
    said = ask(question, "errcode", errcode=errcode) if errcode else ask(question, "http_502")
    assert said.outcome is Outcome.RETRY


@pytest.mark.parametrize("errcode", NOT_OURS_TO_MEND)
@each(MESSAGES)
def test_a_message_waits_while_the_account_must_be_mended(ask, question, errcode):
    said = ask(question, "errcode", errcode=errcode)
    assert said.outcome is Outcome.PAUSED
    assert said.paused_until > utc_now()


def test_a_grant_that_vanished_silently_is_no_grant(wechat, ask):
    question = MESSAGES["subscribe message"]
    said = ask(question, "grant_zero", openid=WANG, template_id="tpl-wish-update")
    assert said.outcome is Outcome.NO_GRANT


@pytest.mark.parametrize("kind", [*LOST, "http_502"])
def test_a_text_that_could_not_be_judged_waits_for_a_person(ask, kind):
    assert ask(TEXT, kind) is Verdict.UNKNOWN


@pytest.mark.parametrize("errcode", [-1, 61010, 45009, *TOO_FAST, *NOT_OURS_TO_MEND])
def test_a_text_that_wechat_refused_to_judge_waits_for_a_person(ask, errcode):
    assert ask(TEXT, "errcode", errcode=errcode) is Verdict.UNKNOWN


@pytest.mark.parametrize("kind", [*LOST, "http_502"])
def test_a_picture_that_was_perhaps_taken_in_is_asked_about_later(ask, kind):
    said = ask(PICTURE, kind)
    assert (said.trace_id, said.is_refused) == ("", False)


@pytest.mark.parametrize("errcode", [-1, 45009, *TOO_FAST, *NOT_OURS_TO_MEND])
def test_a_picture_that_wechat_did_not_take_in_is_asked_about_later(ask, errcode):
    said = ask(PICTURE, "errcode", errcode=errcode)
    assert (said.trace_id, said.is_refused) == ("", False)


@pytest.mark.parametrize("kind", [*LOST, "http_502"])
@pytest.mark.parametrize("name", DRAFTS)
def test_a_draft_is_lost_only_when_its_own_answer_is(ask, name, kind):
    said = ask(DRAFTS[name], kind)
    assert (said.media_id, said.is_lost) == ("", name == "draft/add" and kind in LOST)


@pytest.mark.parametrize("errcode", [-1, *TOO_FAST, *NOT_OURS_TO_MEND])
@each(DRAFTS)
def test_a_draft_that_was_refused_is_certainly_not_there(ask, question, errcode):
    said = ask(question, "errcode", errcode=errcode)
    assert (said.media_id, said.is_lost, said.reason) == ("", False, f"errcode_{errcode}")


def test_the_matrix_has_every_api_that_we_call():
    source = "\n".join(path.read_text() for path in (ROOT / "wechat").glob("*.py"))
    for api in (*(question.api for question in EVERYTHING.values()), TOKEN):
        assert f'"{api}"' in source
    called = {line.split('"')[1] for line in source.splitlines() if ' = "cgi-bin/' in line or ' = "wxa/' in line}
    assert called <= {question.api for question in EVERYTHING.values()}


def _is_good(answer: Any) -> bool:
    """Whether an answer is that of a WeChat that works."""
    if hasattr(answer, "outcome"):
        return answer.outcome is Outcome.SENT
    if isinstance(answer, Verdict):
        return answer is Verdict.PASS
    for name in ("trace_id", "media_id"):
        if hasattr(answer, name):
            return bool(getattr(answer, name))
    return not isinstance(answer, Exception) and bool(answer)


def _answer_or_error(act: Any) -> Any:
    try:
        return act()
    except WeChatUnavailable as error:
        return error

"""The gateway against the stand-in's real process: the happy paths, and the errors that people meet."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from wechat.account import WeChatApp
from wechat.errors import CodeInvalid, CodeUsed, WeChatUnavailable
from wechat.outcomes import Outcome, Verdict
from wechat.templates import values_for

ROOT = Path(__file__).parents[2]
APPID, SECRET = "wx5a4db0c0000000aa", "made-up-mini-secret"
SEND = "cgi-bin/message/subscribe/send"
TEMPLATE = "tpl-wish-update"
SEED = {
    "people": [{"name": "王党员", "phone": "19900000001", "openid": "o-wang"}],
    "pages": ["pages/wish/wish"],
}
FIELDS = {"thing1": "一盏台灯😀，给独居的奶奶晚上看书时用的那种", "phrase2": "已认领", "thing3": "王党员认领了"}
HANGS_ALIKE = ["hang", "drip", "dropped", "truncated", "html"]


class Desk:
    """The tester's side door."""

    def __init__(self, base):
        self.base = base
        self.http = requests.Session()
        self.http.trust_env = False

    def admin(self, path, **body):
        answer = self.http.post(f"{self.base}/__admin/{path}", json=body, timeout=10)
        assert answer.ok, answer.text
        return answer.json()

    def fault(self, api, kind, **more):
        self.admin("faults", api=api, kind=kind, **more)

    def code(self, kind):
        return self.admin(f"{kind}-code", openid="o-wang")["code"]

    def grant(self, n=1):
        self.admin("grants", openid="o-wang", template_id=TEMPLATE, n=n)

    def outbox(self):
        return self.http.get(f"{self.base}/__admin/outbox", timeout=10).json()


class SandboxTime:
    """Real time, plus what a test has advanced."""

    def __init__(self, desk):
        self._desk = desk
        self._ahead = datetime.timedelta()

    def __call__(self):
        return datetime.datetime.now(datetime.UTC) + self._ahead

    @property
    def monotonic(self):
        return time.monotonic()

    def advance(self, seconds):
        self._desk.admin("clock", advance_seconds=seconds)
        self._ahead += datetime.timedelta(seconds=seconds)


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    environ = {
        "PATH": os.environ["PATH"],
        "SANDBOX_PORT": "0",
        "SANDBOX_STORE": str(tmp_path_factory.mktemp("sandbox") / "store.sqlite3"),
        "WECHAT_MINI_APPID": APPID,
        "WECHAT_MINI_SECRET": SECRET,
    }
    command = [sys.executable, "-m", "sandbox.platform"]
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True) as child:
        desk = Desk(child.stdout.readline().split()[-1])
        yield desk
        desk.http.close()
        child.terminate()
        assert child.wait(timeout=10) == 0


@pytest.fixture
def desk(process):
    process.http.delete(f"{process.base}/__admin/faults", timeout=10)
    process.admin("reset")
    process.admin("seed", **SEED)
    return process


@pytest.fixture
def clock(desk):
    return SandboxTime(desk)


@pytest.fixture
def app(desk):
    return WeChatApp(APPID, SECRET, api_base=desk.base, connect_seconds=1, read_seconds=1)


@pytest.fixture
def send(mini_program):
    values = values_for("wish_update", FIELDS)
    return lambda page="pages/wish/wish", openid="o-wang": mini_program.send_subscribe(openid, TEMPLATE, values, page)


def test_a_person_logs_in_once_per_code(desk, mini_program):
    code = desk.code("login")
    assert mini_program.log_in(code).openid == "o-wang"
    with pytest.raises(CodeUsed):
        mini_program.log_in(code)


def test_a_code_of_the_other_kind_is_invalid(desk, mini_program):
    with pytest.raises(CodeInvalid):
        mini_program.log_in(desk.code("phone"))


def test_a_code_lives_five_minutes(desk, mini_program, clock):
    code = desk.code("login")
    clock.advance(301)
    with pytest.raises(CodeInvalid):
        mini_program.log_in(code)


def test_a_person_shares_the_phone_number(desk, mini_program):
    assert mini_program.phone_number(desk.code("phone"), "o-wang") == "19900000001"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("想要一盏台灯", Verdict.PASS), ("[[存疑]]", Verdict.REVIEW), ("字" * 3000 + "[[违规]]", Verdict.RISKY)],
)
def test_a_text_is_judged(desk, mini_program, text, verdict):
    mini_program.log_in(desk.code("login"))
    assert mini_program.check_text(text, "o-wang", 4) is verdict


def test_a_person_who_was_away_for_long_cannot_be_checked(desk, mini_program, clock):
    mini_program.log_in(desk.code("login"))
    clock.advance(3 * 3600)
    assert mini_program.check_text("想要一盏台灯", "o-wang", 4) is Verdict.UNKNOWN


def test_one_grant_is_one_message(desk, send):
    desk.grant()
    assert [send().outcome, send().outcome] == [Outcome.SENT, Outcome.NO_GRANT]
    assert [message["status"] for message in desk.outbox()] == ["delivered", "refused"]


@pytest.mark.parametrize(
    ("arguments", "reason"), [({"page": "pages/none/none"}, "page_invalid"), ({"openid": "o-none"}, "openid_invalid")]
)
def test_what_wechat_will_never_take_is_refused(desk, send, arguments, reason):
    desk.grant()
    result = send(**arguments)
    assert (result.outcome, result.reason) == (Outcome.REFUSED, reason)
    assert len(result.rid) == 26


def test_an_expired_token_is_renewed(desk, send, clock):
    desk.grant(2)
    assert send().outcome is Outcome.SENT
    clock.advance(7300)
    assert send().outcome is Outcome.SENT


def test_a_revoked_token_is_renewed_unnoticed(desk, send):
    desk.grant(2)
    assert send().outcome is Outcome.SENT
    desk.fault(SEND, "token_revoked")
    assert send().outcome is Outcome.SENT


@pytest.mark.parametrize("kind", HANGS_ALIKE)
def test_a_lost_answer_to_a_message_is_unknown(desk, send, kind):
    desk.grant()
    desk.fault(SEND, kind)
    assert send().outcome is Outcome.UNKNOWN


def test_a_byte_order_mark_hides_no_delivery(desk, send):
    desk.grant()
    desk.fault(SEND, "bom")
    assert send().outcome is Outcome.SENT
    assert [message["status"] for message in desk.outbox()] == ["delivered"]


def test_a_message_stopped_at_the_front_door_can_be_sent_again(desk, send):
    desk.grant()
    desk.fault(SEND, "http_502")
    assert [send().outcome, send().outcome] == [Outcome.RETRY, Outcome.SENT]
    assert len(desk.outbox()) == 1


@pytest.mark.parametrize("kind", [*HANGS_ALIKE, "http_502"])
def test_log_in_and_text_check_survive_every_fault(desk, mini_program, kind):
    desk.fault("sns/jscode2session", kind)
    desk.fault("wxa/msg_sec_check", kind)
    with pytest.raises(WeChatUnavailable):
        mini_program.log_in(desk.code("login"))
    assert mini_program.check_text("想要一盏台灯", "o-wang", 4) is Verdict.UNKNOWN


def test_a_picture_is_taken_in_for_judgement(desk, mini_program):
    desk.code("login")

    assert mini_program.check_image("http://127.0.0.1:9/p.jpg", "o-wang", 4).trace_id


@pytest.mark.parametrize(
    ("errcode", "is_refused"), [(61010, True), (40004, True), (87020, True), (-1, False), (45009, False)]
)
def test_what_wechat_will_never_judge_is_told_from_what_may_be_asked_later(desk, mini_program, errcode, is_refused):
    desk.fault("wxa/media_check_async", "errcode", errcode=errcode)
    check = mini_program.check_image("http://127.0.0.1:9/p.jpg", "o-wang", 4)

    assert (check.trace_id, check.is_refused) == ("", is_refused)

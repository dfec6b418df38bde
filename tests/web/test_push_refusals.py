"""Each family of bad or odd input has its status, and nothing of it is stored (wechat.md §3)."""

import pytest

from tests.web.push_end import stored
from tests.wechat.sealing import Sender, seal, sha1

FORMS = ["json", "xml"]


@pytest.fixture(params=FORMS)
def sender(request, push_end):
    made = Sender(form=request.param)
    push_end.app_is(made)
    return made


def text(**changes):
    base = {"ToUserName": "gh_1", "FromUserName": "o-wang", "CreateTime": 1700000000, "MsgType": "text"}
    return {**base, "Content": "签到", "MsgId": 7, **changes}


def check(push_end, sender, query, body, status):
    answer = push_end.post(sender.form, query, body)
    assert (answer.status_code, stored()) == (status, [])
    assert "o-wang" not in answer.text


@pytest.mark.parametrize("change", [{"msg_signature": "0" * 40}, {"msg_signature": None}, {"msg_signature": ""}])
def test_a_wrong_or_missing_signature_is_refused(push_end, sender, change):
    query, body = sender.sealed(text(), push_end.now)
    check(push_end, sender, query | change, body, 403)


@pytest.mark.parametrize("name", ["msg_signature", "timestamp", "nonce", "signature", "encrypt_type"])
def test_a_repeated_parameter_is_refused(push_end, sender, name):
    query, body = sender.sealed(text(), push_end.now)
    check(push_end, sender, query | {name: [query[name], query[name]]}, body, 403)


def test_a_plaintext_body_is_refused_however_well_its_query_is_signed(push_end, sender):
    check(push_end, sender, *sender.plain(text(), push_end.now), 403)
    query, _ = sender.sealed(text(), push_end.now)
    check(push_end, sender, query, sender.body(text()), 403)


def test_the_signature_of_another_push_does_not_cover_this_one(push_end, sender):
    query, _ = sender.sealed(text(), push_end.now)
    _, other = sender.sealed(text(Content="别的"), push_end.now)
    check(push_end, sender, query, other, 403)


def test_what_is_meant_for_another_app_is_refused(push_end, sender):
    check(push_end, sender, *sender.sealed(text(), push_end.now, appid="wx-other"), 403)
    check(push_end, sender, *sender.sealed(text(), push_end.now, appid=""), 403)


@pytest.mark.parametrize("seconds", [-301, 301, -(10**8), 10**9])
def test_an_old_or_early_timestamp_is_refused(push_end, sender, seconds):
    check(push_end, sender, *sender.sealed(text(), push_end.now + seconds), 403)


def test_within_the_window_a_push_is_taken(push_end, sender):
    for seconds in (-300, 300):
        query, body = sender.sealed(text(MsgId=push_end.now + seconds), push_end.now + seconds)
        assert push_end.post(sender.form, query, body).status_code == 200
    assert len(stored()) == 2


@pytest.mark.parametrize("timestamp", ["", "abc", "-1", "1e9", "１７１４", "9" * 40, " 1714112445"])
def test_a_timestamp_that_is_no_number_is_refused(push_end, sender, timestamp):
    query, body = sender.sealed(text(), push_end.now)
    check(push_end, sender, query | {"timestamp": timestamp}, body, 403)


@pytest.mark.parametrize("cut", [4, 16, 20, -16, -4])
def test_a_truncated_cipher_text_is_malformed(push_end, sender, cut):
    cipher = seal(sender.body(text()), sender.aes_key, sender.appid)[:cut]
    check(push_end, sender, *sender.wrapped(cipher, push_end.now), 400)


@pytest.mark.parametrize("cipher", ["@@@@", "汉字", "AAA", "====", "AAAA", "A" * 63, " " * 8])
def test_what_is_no_base64_of_whole_blocks_is_malformed(push_end, sender, cipher):
    check(push_end, sender, *sender.wrapped(cipher, push_end.now), 400)


@pytest.mark.parametrize("pad", [b"\0", b"\1\2", b"\x21" * 33, b"\5\5\5\4\5", b"\x13" * 18 + b"\x14"])
def test_any_wrong_pad_byte_is_malformed(push_end, sender, pad):
    inner = sender.body(text())
    missing = -(20 + len(inner) + len(sender.appid) + len(pad)) % 16
    check(push_end, sender, *sender.sealed(inner + b" " * missing, push_end.now, pad=pad), 400)


@pytest.mark.parametrize("length", [10**6, 2**31, 2**32 - 1])
def test_a_length_beyond_the_buffer_is_malformed(push_end, sender, length):
    check(push_end, sender, *sender.sealed(text(), push_end.now, length=length), 400)


@pytest.mark.parametrize("length", [0, 5])
def test_a_length_that_is_too_short_leaves_another_appid(push_end, sender, length):
    check(push_end, sender, *sender.sealed(text(), push_end.now, length=length), 403)


EVIL = [
    b'<!DOCTYPE xml [<!ENTITY x "y">]><xml><MsgType>text</MsgType></xml>',
    b'<!DOCTYPE xml SYSTEM "http://127.0.0.1:9/evil.dtd"><xml><MsgType>text</MsgType></xml>',
    b"<xml><MsgType>&x;</MsgType></xml>",
    b"<!DOCTYPE xml><xml><MsgType>text</MsgType></xml>",
]


@pytest.mark.parametrize("evil", EVIL)
def test_document_types_and_entities_are_malformed_inside_and_outside(push_end, evil):
    sender = Sender(form="xml")
    push_end.app_is(sender)
    check(push_end, sender, *sender.sealed(evil, push_end.now), 400)
    query, _ = sender.sealed(text(), push_end.now)
    check(push_end, sender, query, evil, 400)


BROKEN = [b"", b"\xff\xfe", b"<xml>", b"<other/>", b"[]", b"7", b'"x"', b"{", b"null", b"\x00", b"<xml/>" * 2]
ODD = [b'{"MsgType": NaN}', b'{"MsgType": "text", "FromUserName": "\\ud83d"}', b"[" * 30_000, b"<a>" * 9_000, b"{}"]


@pytest.mark.parametrize("inner", [*BROKEN, *ODD, b"\xef\xbb\xbf\xff", b"<xml><MsgType>\xff</MsgType></xml>"])
def test_what_cannot_be_read_is_malformed_inside_and_outside(push_end, sender, inner):
    check(push_end, sender, *sender.sealed(inner, push_end.now), 400)
    query, _ = sender.sealed(text(), push_end.now)
    answer = push_end.post(sender.form, query, inner)
    assert (answer.status_code in (400, 403), stored()) == (True, [])


def test_the_other_format_is_malformed(push_end, sender):
    other = Sender(form="xml" if sender.form == "json" else "json")
    check(push_end, sender, *sender.sealed(other.body(text()), push_end.now), 400)
    check(push_end, sender, *other.sealed(text(), push_end.now), 400)


@pytest.mark.parametrize("echo", ["<script>", "a b", "", "x" * 65, "汉", "1&2"])
def test_markup_in_echostr_is_malformed_and_not_sent_back(push_end, sender, echo):
    answer = push_end.get(sender.form, sender.query(push_end.now) | {"echostr": echo})

    assert answer.status_code == (400 if echo else 403)
    assert not echo or echo not in answer.text


def test_a_verification_with_a_wrong_or_old_signature_is_refused(push_end, sender):
    for query in (sender.query(push_end.now) | {"signature": "0" * 40}, sender.query(push_end.now - 900)):
        assert push_end.get(sender.form, query | {"echostr": "1"}).status_code == 403


def test_a_body_over_64_kb_is_refused_before_it_is_read(push_end, sender):
    query, body = sender.sealed(text(Content="长" * 30_000), push_end.now)
    assert push_end.post(sender.form, query, body).status_code == 413
    assert push_end.post(sender.form, query, iter([body[:50_000], body[50_000:]])).status_code == 413  # in chunks
    assert push_end.announced(sender.form, query, 64 * 1024 + 1) == 413
    assert stored() == []


def test_plaintext_is_taken_only_where_it_is_set(push_end, sender):
    query, body = sender.plain(text(), push_end.now)
    push_end.app_is(sender, "compatible")
    check(push_end, sender, query, body, 403)
    push_end.app_is(sender, "plaintext")
    check(push_end, sender, query | {"signature": "0" * 40}, body, 403)
    assert push_end.post(sender.form, query, body).status_code == 200
    assert len(stored()) == 1


def test_without_a_token_nothing_is_taken_though_anybody_could_sign_with_none(push_end):
    sender = Sender(token="")
    push_end.app_is(sender)
    check(push_end, sender, *sender.sealed(text(), push_end.now), 403)
    assert push_end.get("json", sender.query(push_end.now) | {"echostr": "1"}).status_code == 403


def test_the_bare_signature_opens_nothing_in_security_mode(push_end, sender):
    cipher = seal(sender.body(text()), sender.aes_key, sender.appid)
    stamp = str(push_end.now)
    query = {"signature": sha1(sender.token, stamp, "n"), "timestamp": stamp, "nonce": "n"}
    check(push_end, sender, query, sender.body({"Encrypt": cipher}), 403)

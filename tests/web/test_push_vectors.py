"""Every published vector that is a push or a verification passes through the endpoint itself, at its own time."""

from pathlib import Path

import pytest

from tests.web.push_end import stored
from tests.wechat.sealing import VECTORS, Sender

TEXT = {"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": 1, "MsgType": "text", "Content": "x", "MsgId": 1}


def sender_of(vector, form=None):
    form = form or ("json" if vector.get("plaintext", "{").startswith("{") else "xml")
    key = vector.get("encoding_aes_key", "A" * 43)
    return Sender(vector.get("appid", "wx1"), vector["token"], key, form, vector["nonce"])


@pytest.mark.parametrize("name", ["P01", "P02", "P12"])
def test_a_published_signature_verifies_the_address(push_end, name):
    vector = VECTORS[name]
    sender = sender_of(vector)
    push_end.app_is(sender, at=int(vector["timestamp"]))
    query = {part: vector[part] for part in ("signature", "timestamp", "nonce")}
    answer = push_end.get(sender.form, {**query, "echostr": vector.get("echostr", "4375120948345356249")})

    assert (answer.status_code, answer.text) == (200, "4375120948345356249")
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_a_published_signature_carries_a_plaintext_push(push_end):
    vector = VECTORS["P02"]
    sender = sender_of(vector)
    push_end.app_is(sender, "plaintext", at=int(vector["timestamp"]))
    query = {part: vector[part] for part in ("signature", "timestamp", "nonce")}

    assert push_end.post("json", query, sender.body(TEXT)).text == "success"
    assert [push.kind for push in stored()] == ["text"]


@pytest.mark.parametrize("name", ["P03", "P05", "P07", "P13", "P16"])
@pytest.mark.parametrize("mode", ["security", "compatible"])
def test_a_published_push_is_opened_and_stored(push_end, name, mode):
    vector = VECTORS[name]
    sender = sender_of(vector)
    push_end.app_is(sender, mode, at=int(vector["timestamp"]))
    query = {part: vector[part] for part in ("msg_signature", "timestamp", "nonce")}
    body = sender.body({"ToUserName": "gh_1", "Encrypt": vector["encrypt"]})
    answer = push_end.post(sender.form, query, body)

    assert (answer.status_code, [push.message for push in stored()]) == (200, [vector["plaintext"]])


@pytest.mark.parametrize("name", ["P09", "P14"])
def test_a_published_seal_arrives_as_a_push(push_end, name):
    vector = {"token": "t", "timestamp": "1411525903", "nonce": "n", **VECTORS[name]}
    sender = sender_of(vector)
    push_end.app_is(sender, at=int(vector["timestamp"]))

    assert push_end.post("xml", *sender.wrapped(vector["encrypt"], int(vector["timestamp"]))).status_code == 200
    assert [push.message for push in stored()] == [vector["plaintext"]]


@pytest.mark.parametrize("name", ["P04", "P08", "P15"])
def test_what_is_well_sealed_but_no_push_is_malformed(push_end, name):
    vector = {"token": "t", "timestamp": "1411525903", "nonce": "n", **VECTORS[name]}
    sender = sender_of(vector, "xml")
    push_end.app_is(sender, at=int(vector["timestamp"]))

    assert push_end.post("xml", *sender.wrapped(vector["encrypt"], int(vector["timestamp"]))).status_code == 400
    assert stored() == []


def test_a_published_message_signature_is_checked_before_anything_is_opened(push_end):
    """P06 names no key: its signature is right, so what fails is the opening; one letter more and it is refused."""
    vector = VECTORS["P06"]
    sender = sender_of(vector, "xml")
    push_end.app_is(sender, at=int(vector["timestamp"]))
    query = {part: vector[part] for part in ("msg_signature", "timestamp", "nonce")}

    assert push_end.post("xml", query, sender.body({"Encrypt": vector["encrypt"]})).status_code == 400
    assert push_end.post("xml", query, sender.body({"Encrypt": vector["encrypt"] + "A"})).status_code == 403
    assert stored() == []


def test_every_published_vector_that_can_be_sent_is_sent_here():
    """The others hold no timestamp or no push at all; tests/wechat/test_push_crypto.py has them."""
    no_push = {"P10": "sha1sort", "P11": "sha1sort", "P17": "wxa_data", "P18": "rawdata_sig"}
    here = Path(__file__).read_text(encoding="utf-8")

    assert {name for name in VECTORS if f'"{name}"' not in here.split("no_push = ")[0]} == set(no_push)
    assert {name: VECTORS[name]["kind"] for name in no_push} == no_push

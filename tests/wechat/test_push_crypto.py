"""The published test vectors, and what our own seals look like to others."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from tests.wechat.sealing import VECTORS, unsealed
from wechat.push import crypto
from wechat.push.receiver import PushReceiver
from wechat.push.refusals import PushMalformed, PushRefused
from wechat.push.replies import sealed_xml

KEY, APPID = "A" * 42 + "E", "wx1"


def of_kind(*kinds):
    found = [each for each in VECTORS.values() if each["kind"] in kinds]
    return [pytest.param(each, id=each["id"]) for each in found]


@pytest.mark.parametrize("vector", of_kind("signature", "sha1sort", "msg_signature"))
def test_a_published_signature_is_ours(vector):
    parts = vector.get("parts") or [vector["token"], vector["timestamp"], vector["nonce"]]
    parts += [vector["encrypt"]] if "encrypt" in vector else []

    assert crypto.is_signed(vector.get("msg_signature") or vector["signature"], *parts)
    assert not crypto.is_signed("0" * 40, *parts)


@pytest.mark.parametrize("vector", of_kind("decrypt"))
def test_a_published_cipher_text_opens(vector):
    opened = crypto.unseal(vector["encrypt"], encoding_aes_key=vector["encoding_aes_key"], appid=vector["appid"])

    assert opened.decode() == vector["plaintext"]
    parts = [vector[name] for name in ("token", "timestamp", "nonce", "encrypt")]
    assert crypto.is_signed(vector["msg_signature"], *parts)


@pytest.mark.parametrize("vector", of_kind("encrypt"))
def test_a_published_message_is_sealed_to_the_same_letters(vector):
    sealed = crypto.seal(
        vector["plaintext"].encode(),
        encoding_aes_key=vector["encoding_aes_key"],
        appid=vector["appid"],
        random=vector["random"].encode(),
    )

    assert sealed == vector["encrypt"]
    if "msg_signature" in vector:
        assert crypto.sign(vector["token"], vector["timestamp"], vector["nonce"], sealed) == vector["msg_signature"]


def test_the_published_user_data_opens_with_the_same_cipher():
    """P17 has another envelope (a session key, padding of 16); the cipher below it is the same."""
    vector = VECTORS["P17"]
    key, iv, data = (base64.b64decode(vector[name]) for name in ("session_key", "iv", "encrypted_data"))

    assert vector["expected"]["openId"].encode() in crypto.decrypt(data, key, iv)


def test_the_published_raw_data_signature_is_a_plain_sha1():
    vector = VECTORS["P18"]

    assert crypto.sha1_hex(vector["raw_data"] + vector["session_key"]) == vector["signature"]


@given(st.binary(max_size=300))
def test_whatever_is_sealed_opens(message):
    sealed = crypto.seal(message, encoding_aes_key=KEY, appid=APPID, random=b"0" * 16)

    assert crypto.unseal(sealed, encoding_aes_key=KEY, appid=APPID) == message


@given(st.text(alphabet="ABCDabcd0123+/=-_ \n", max_size=400))
def test_no_cipher_text_breaks_the_opener(text):
    with pytest.raises(PushRefused):
        crypto.unseal(text, encoding_aes_key=KEY, appid=APPID)


def test_a_seal_for_another_app_is_refused_not_malformed():
    sealed = crypto.seal(b"x", encoding_aes_key=KEY, appid="wx2", random=b"0" * 16)
    with pytest.raises(PushRefused) as refusal:
        crypto.unseal(sealed, encoding_aes_key=KEY, appid=APPID)

    assert not isinstance(refusal.value, PushMalformed)


def test_a_sealed_reply_is_read_by_others():
    receiver = PushReceiver(APPID, "token", KEY, "security", "xml")
    written = sealed_xml(receiver, "<xml>😀]]></xml>", nonce="n1", timestamp="1714112445", random=b"1" * 16)
    found = WeChatCrypto("token", KEY, APPID)
    cipher = written.partition("<Encrypt><![CDATA[")[2].partition("]]")[0]
    signature = written.partition("<MsgSignature><![CDATA[")[2].partition("]]")[0]

    assert unsealed(cipher, KEY) == ("<xml>😀]]></xml>", APPID)
    assert found.decrypt_message(written, signature, "1714112445", "n1") == "<xml>😀]]></xml>"

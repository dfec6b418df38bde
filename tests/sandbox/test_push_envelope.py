"""Pushes against WeChat's published examples, and in every mode and format."""

import json

import pytest

from sandbox.platform.push.crypto import encrypt, sign
from sandbox.platform.push.envelope import seal
from sandbox.platform.push.events import subscribe_popup
from sandbox.platform.settings import Account

KEY_OF_AS = "A" * 43
DEMO = "wxba5fad812f8e6fb9"


def test_the_published_signature_of_a_verification():
    assert sign("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"


def test_the_published_push_pads_beyond_sixteen():
    text = (
        '{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY",'
        '"CreateTime":1714112445,"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
    )
    sealed = encrypt(KEY_OF_AS, DEMO, text, b"a8eedb185eb2fecf")
    assert sign("AAAAA", "1714112445", "415670741", sealed) == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"


def test_the_published_reply():
    sealed = encrypt(KEY_OF_AS, DEMO, '{"demo_resp":"good luck"}', b"707722b803182950")
    assert sealed == ("ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==")
    assert sign("AAAAA", "1713424427", "415670741", sealed) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


def test_the_published_length_counts_bytes_not_characters():
    key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
    assert encrypt(key, "wxb11529c136998cb6", "我是中文abcd123", b"aaaabbbbccccdddd") == (
        "jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg=="
    )


def test_the_published_signature_of_an_encrypted_message():
    sealed = (
        "Q/jUxIL3/jRaFeTKesIr1QSq2SOEApDqlzcRrRM6Jlk4EbMBns3plPOR/W3gThOEq+zYI42fNSoIUb3cQwt9zyD1aLU/"
        "7D3WNLute7LQ9LSHjZEfVmx5zcIR9zvrUWGjhe1whTPH4e1WR6vbOYs8o/bDRF0vX/NcE4XK7P83Y6CzQiJoKbjVCne84s0z"
        "cw5eh+ZUDB55eaDHPSoS7kAC8kB00pfBoDF0jyfc8CUKLW97e72vJGyUWjZ0BvYN+R+tFjMgEzg/EN1imuuFnf40DMAcvB6y"
        "+C97TuaWjpgfRdowGWzn10JAFNukRfQqjdA0e2bfczJ7+t9w/t8/XSMADJOt1xbnP+I5cRX/r7ueBGmG/6ejP3myO9yTXHdu"
        "jGvwrXHuWw+J7qD4VoUVjbm2vQ1qQKbrweKssr6O+3XSbanZ5R3n26EpN/gfgX+r6rcGViqsFop9Ai9xMnfJUubB6Q=="
    )
    assert sign("ovAkP0Tb", "1628737717", "1811081856", sealed) == "8128e41a38892d814e4aa67753425da9dc8ec2b3"


@pytest.mark.parametrize(
    ("mode", "names"),
    [
        ("plaintext", {"FromUserName", "ToUserName", "CreateTime", "MsgType", "Event", "List"}),
        ("security", {"ToUserName", "Encrypt"}),
        ("compatible", {"FromUserName", "ToUserName", "CreateTime", "MsgType", "Event", "List", "Encrypt"}),
    ],
)
def test_each_mode_shows_what_it_should(mode, names):
    account = _account(mode, "json")
    envelope = seal(account, subscribe_popup(account, "oA", ["t1"], "accept", 1), 1714112445, "1")
    assert set(json.loads(envelope.body)) == names
    assert ("msg_signature" in envelope.query) == (mode != "plaintext")


def test_in_xml_the_list_is_inside_the_event():
    account = _account("plaintext", "xml")
    message = subscribe_popup(account, "oA", ["t1", "t2"], "accept", 1714112445)
    envelope = seal(account, message, 1714112445, "1")
    body = envelope.body.decode()
    assert envelope.content_type == "text/xml"
    assert body.count("<List>") == 2
    assert "<SubscribeMsgPopupEvent><List><TemplateId><![CDATA[t1]]></TemplateId>" in body
    assert "<CreateTime>1714112445</CreateTime>" in body


def _account(mode, push_format):
    return Account("mini", DEMO, "secret", "AAAAA", KEY_OF_AS, mode, push_format, "")

"""What holds for every call, whatever it asks."""

import requests

SEND = "cgi-bin/message/subscribe/send"


def test_the_wrong_method_is_43002_or_43001(desk):
    assert desk.get(SEND)["errcode"] == 43002
    assert desk.post("cgi-bin/token")["errcode"] == 43001


def test_an_empty_body_is_44002_and_one_that_is_no_json_47001(desk):
    url, query = f"{desk.base}/{SEND}", {"access_token": desk.token()}
    assert desk.http.post(url, params=query, timeout=10).json()["errcode"] == 44002
    for body in (b"touser=x", b"[]", b"\xff{}"):
        assert desk.http.post(url, params=query, data=body, timeout=10).json()["errcode"] == 47001


def test_an_unknown_path_is_40066(desk):
    assert desk.get("cgi-bin/unheard")["errcode"] == 40066


def test_an_unknown_side_door_is_404(desk):
    assert desk.http.get(f"{desk.base}/__admin/unheard", timeout=10).status_code == 404


def test_business_errors_come_with_http_200(desk):
    assert desk.raw_post(SEND, token="").status_code == 200


def test_answers_are_plain_utf8(desk):
    response = desk.http.get(f"{desk.base}/__admin/people", timeout=10)
    assert "李春兰".encode() in response.content


def test_connections_are_kept_alive(desk):
    with requests.Session() as session:
        session.trust_env = False
        session.get(f"{desk.base}/__admin/clock", timeout=10)
        session.post(f"{desk.base}/{SEND}", data=b"{}", timeout=10)
        session.get(f"{desk.base}/__admin/clock", timeout=10)
        (pool,) = session.get_adapter(desk.base).poolmanager.pools._container.values()
        assert (pool.num_connections, pool.num_requests) == (1, 3)


def test_calls_are_logged_with_secrets_masked(desk, mini):
    desk.log_in(desk.code("李春兰"))
    (entry,) = desk.http.get(f"{desk.base}/__admin/requests?api=sns/jscode2session", timeout=10).json()
    assert entry["status"] == 200
    assert mini["appid"] in entry["query"]
    assert mini["secret"] not in entry["query"]


def test_refusals_are_logged_with_their_errcode_and_rid(desk):
    answer = desk.send("王大山")
    (entry,) = desk.http.get(f"{desk.base}/__admin/requests?api={SEND}", timeout=10).json()
    assert entry["errcode"] == 43101
    assert answer["errmsg"].endswith(entry["rid"])

def test_story(call_as, cast):
    chen, li, wang, zhao = (call_as(a) for a in (cast.chen, cast.li, cast.wang, cast.zhao))
    r = chen.post("/api/wishes", {"title": "一床厚棉被", "detail": "冷", "kind": "goods"}, key="k1")
    assert r.status_code == 201, r.json
    wid = r.json["id"]
    assert (
        chen.post("/api/wishes", {"title": "一床厚棉被", "detail": "冷", "kind": "goods"}, key="k1").json["id"] == wid
    )
    assert wang.get(f"/api/wishes/{wid}").status_code == 404
    r = li.post(f"/api/wishes/{wid}/verification", {"decision": "accept"})
    assert r.status_code == 200, r.json
    r = wang.post(f"/api/wishes/{wid}/claim")
    assert r.status_code == 201, r.json
    r = wang.post(f"/api/wishes/{wid}/claim")
    assert r.status_code == 200, r.json
    r = zhao.post(f"/api/wishes/{wid}/claim")
    assert (r.status_code, r.json["error"]["code"]) == (409, "wish_already_claimed")
    r = wang.get(f"/api/wishes/{wid}")
    print(r.json)
    assert r.json["contact"]
    r = wang.post(f"/api/wishes/{wid}/progress", {"note": "在路上"})
    assert r.status_code == 200, r.json
    r = wang.post(f"/api/wishes/{wid}/fulfilment")
    assert r.json["status"] == "awaiting_confirmation", r.json
    r = chen.post(f"/api/wishes/{wid}/confirmation", {"satisfied": True})
    assert r.json["status"] == "fulfilled", r.json
    for path in (
        "/api/me",
        "/api/home",
        "/api/inbox",
        "/api/wishes",
        "/api/requests",
        "/api/organisations",
        "/",
        "/readyz",
        "/healthz",
        "/metrics",
        "/api/openapi.json",
        "/api/swagger",
    ):
        r = li.get(path)
        print(path, r.status_code, len(r.data))
        assert r.status_code in (200, 503), (path, r.json)

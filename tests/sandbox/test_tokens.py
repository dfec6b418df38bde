"""Access tokens: how they are had, how they end."""


def test_a_token_is_long_and_lives_two_hours_at_most(desk):
    answer = desk.new_token()
    assert set(answer) == {"access_token", "expires_in"}
    assert answer["expires_in"] <= 7200
    assert 100 < len(answer["access_token"]) <= 512


def test_a_wrong_secret_is_40125_and_an_unknown_appid_40013(desk, mini):
    assert desk.new_token({**mini, "secret": "wrong"})["errcode"] == 40125
    assert desk.new_token({**mini, "appid": "wx0"})["errcode"] == 40013


def test_a_superseded_token_lives_five_more_minutes(desk):
    old = desk.new_token()["access_token"]
    desk.new_token()
    assert _try(desk, old) != 40001
    desk.advance(301)
    assert _try(desk, old) == 40001


def test_the_newest_token_outlives_the_five_minutes(desk):
    newest = desk.new_token()["access_token"]
    desk.advance(301)
    assert _try(desk, newest) == 40003


def test_an_expired_token_is_42001(desk):
    token = desk.new_token()["access_token"]
    desk.advance(7201)
    assert _try(desk, token) == 42001


def test_no_token_is_41001_and_garbage_40014(desk):
    assert _try(desk, "") == 41001
    assert _try(desk, "never-issued") == 40014


def test_the_token_of_another_account_is_40001(desk, oa):
    assert _try(desk, desk.new_token(oa)["access_token"]) == 40001


def test_the_stable_token_is_the_same_until_five_minutes_before_its_end(desk):
    desk.stable_token(force_refresh=True)
    first = desk.stable_token()
    desk.advance(6890)
    assert desk.stable_token()["access_token"] == first["access_token"]
    desk.advance(20)
    assert desk.stable_token()["access_token"] != first["access_token"]
    assert _try(desk, first["access_token"]) == 40003


def test_the_stable_token_says_how_long_it_still_lives(desk):
    desk.stable_token(force_refresh=True)
    desk.advance(1000)
    assert 6190 <= desk.stable_token()["expires_in"] <= 6200


def test_plain_and_stable_tokens_do_not_end_each_other(desk):
    stable = desk.stable_token()["access_token"]
    desk.new_token()
    desk.advance(301)
    assert _try(desk, stable) == 40003


def test_a_forced_refresh_ends_the_token_before_it_at_once(desk):
    before = desk.token()
    assert desk.stable_token(force_refresh=True)["access_token"] != before
    assert _try(desk, before) == 40001


def test_forced_refreshes_need_thirty_seconds_between_them(desk):
    desk.stable_token(force_refresh=True)
    assert desk.stable_token(force_refresh=True)["errcode"] == 45011
    desk.advance(31)
    assert "access_token" in desk.stable_token(force_refresh=True)


def test_only_twenty_forced_refreshes_a_day(desk):
    def refresh():
        desk.advance(31)
        return desk.stable_token(force_refresh=True).get("errcode")

    answers = [refresh() for _ in range(21)]
    if 45009 not in answers:  # midnight passed meanwhile
        answers = [refresh() for _ in range(21)]
    assert answers[-1] == 45009


def test_a_reset_leaves_the_tokens_of_the_app_alone(desk):
    token = desk.token()
    desk.advance(3600)
    desk.reset()
    assert _try(desk, token) == 40003
    assert desk.stable_token()["expires_in"] <= 7200


def _try(desk, token):
    """Any call shows what a token is worth: nobody has this openid, so 40003 means it was accepted."""
    query = {"openid": "nobody", "signature": "", "sig_method": "hmac_sha256"}
    return desk.get("wxa/checksession", access_token=token, **query)["errcode"]

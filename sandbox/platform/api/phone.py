"""Phone number: /wxa/business/getuserphonenumber."""

from __future__ import annotations

from sandbox.platform import codes, people
from sandbox.platform.api.call import Call, Reply, ok


def getuserphonenumber(call: Call) -> Reply:
    """WeChat: the code is not the log-in code; with an openid the two must belong together."""
    code = codes.redeem(
        call.db,
        call.text("code"),
        kind="phone",
        appid=call.account.appid,
        now=call.now,
        openid=call.text("openid"),
    )
    phone = people.find(call.db, code["openid"])["phone"]
    return ok(
        phone_info={
            "phoneNumber": phone,
            "purePhoneNumber": phone,
            "countryCode": "86",
            "watermark": {"timestamp": int(code["issued_at"]), "appid": call.account.appid},
        }
    )

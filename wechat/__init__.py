"""Everything that speaks WeChat, in our words. Alone in importing wechatpy; knows no Flask, settings or services.

`gateway.MiniProgram` and `official_account.OfficialAccount` are what services receive, both on the same
client; `push/` reads what WeChat pushes to us.
"""

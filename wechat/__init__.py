"""Everything that speaks WeChat, in our words. Alone in importing wechatpy; knows no Flask, settings or services.

`gateway.MiniProgram` is what services receive. The Official Account gets a gateway of its own beside
it, on the same client; what WeChat pushes to us gets `push/`.
"""

"""A stand-in for WeChat's servers: its own process, its own store, its own reading of WeChat's rules.

Nothing here is shared with the app, not even a helper: a misunderstanding would then be made twice and
cancel out unseen.
"""

"""What WeChat pushes to us: checking, opening and reading it, and writing passive replies (wechat.md §2).

Shares no code with the stand-in, which seals and signs by its own reading of WeChat's rules.
"""

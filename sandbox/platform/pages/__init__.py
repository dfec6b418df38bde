"""Pages for people's eyes: what WeChat would have shown each person, and codes to try the API by hand."""

from sandbox.platform.pages import official, phone
from sandbox.platform.pages.views import bp

__all__ = ["bp", "official", "phone"]

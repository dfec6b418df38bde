"""WeChat on your desk: what a developer runs instead of the real thing. Imports nothing of the app."""

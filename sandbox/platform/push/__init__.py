"""Pushes to the app: what WeChat calls message push. Retries and reply checks get their modules here."""

"""WeChat's HTTP API: one small module per group of endpoints."""

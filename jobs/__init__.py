"""The worker process: delivers messages, and does what happens by itself."""

"""The tester's side door, /__admin: what people do on their phones, what goes wrong, what time it is."""

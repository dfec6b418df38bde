"""Load tests: the hot acts of the application beside a bare floor that does the same work."""

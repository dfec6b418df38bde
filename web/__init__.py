"""Everything HTTP: authenticate, validate, call a service, present."""

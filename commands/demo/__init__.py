"""A made-up county, believable enough to show and the same every time (design §3).

Each part of it is a module: organisations, people, seats, requests, and what happens: wishes, events, Party
days, notices. What gets tables later adds a module beside them and a line in `county.build`. Everything that
people do is done by the services, at instants of the past and all on one time line, so that audit trail,
messages and counters are true.
"""

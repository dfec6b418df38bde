"""A made-up county, believable enough to show and the same every time (design §3).

Each part of it is a module: organisations, people, seats, wishes, requests. What gets tables later (events,
Party days, notices) adds a module beside them and a line in `county.build`. Everything that people do is
done by the services, at instants of the past, so that audit trail and messages are true.
"""

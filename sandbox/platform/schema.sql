-- Instants are seconds since the epoch on the stand-in's own (virtual) clock.

CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);

CREATE TABLE IF NOT EXISTS people (
    position INTEGER PRIMARY KEY,
    openid TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    unionid TEXT,
    roles TEXT NOT NULL,
    session_key TEXT,
    active_at REAL,          -- last seen in the mini-program
    tapped_at INTEGER        -- CreateTime of the last subscribe popup: two never share a second
);

CREATE TABLE IF NOT EXISTS templates (
    template_id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    fields TEXT NOT NULL     -- JSON: [{"key": "thing1", "label": "心愿", "values"?: [...]}]
);

CREATE TABLE IF NOT EXISTS tokens (
    token TEXT PRIMARY KEY,
    appid TEXT NOT NULL,
    kind TEXT NOT NULL,      -- plain (/cgi-bin/token) or stable (/cgi-bin/stable_token)
    forced INTEGER NOT NULL,
    issued_at REAL NOT NULL,
    expires_at REAL NOT NULL,
    dead_at REAL             -- superseded or revoked from this instant on
);

CREATE TABLE IF NOT EXISTS codes (
    code TEXT PRIMARY KEY,
    kind TEXT NOT NULL,      -- login or phone
    appid TEXT NOT NULL,
    openid TEXT NOT NULL,
    issued_at REAL NOT NULL,
    used_at REAL
);

CREATE TABLE IF NOT EXISTS grants (
    openid TEXT NOT NULL,
    template_id TEXT NOT NULL,
    remaining INTEGER NOT NULL CHECK (remaining >= 0),
    PRIMARY KEY (openid, template_id)
);

CREATE TABLE IF NOT EXISTS outbox (
    id INTEGER PRIMARY KEY,
    openid TEXT NOT NULL,
    kind TEXT NOT NULL,
    template_id TEXT,
    data TEXT NOT NULL,
    page TEXT,
    at REAL NOT NULL,
    status TEXT NOT NULL,
    errcode INTEGER
);
CREATE INDEX IF NOT EXISTS outbox_of_person ON outbox (openid, id);

CREATE TABLE IF NOT EXISTS faults (
    id INTEGER PRIMARY KEY,
    api TEXT NOT NULL,
    kind TEXT NOT NULL,
    errcode INTEGER,
    times INTEGER,           -- how often it still strikes; NULL = until removed
    probability REAL,
    openid TEXT,
    seconds REAL,
    family TEXT,             -- of tampering
    account TEXT             -- mini or oa; NULL = both
);

CREATE TABLE IF NOT EXISTS quota (
    appid TEXT NOT NULL,
    api TEXT NOT NULL,
    day TEXT NOT NULL,
    used INTEGER NOT NULL,
    allowed INTEGER,         -- today's limit where a fault has set one
    PRIMARY KEY (appid, api, day)
);

CREATE TABLE IF NOT EXISTS requests (
    id INTEGER PRIMARY KEY,
    rid TEXT NOT NULL,
    api TEXT NOT NULL,
    query TEXT NOT NULL,     -- secrets masked
    at REAL NOT NULL,
    status INTEGER NOT NULL,
    errcode INTEGER,
    fault TEXT
);

CREATE TABLE IF NOT EXISTS pushes (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    event TEXT NOT NULL,
    at REAL NOT NULL,
    status INTEGER,
    answer TEXT NOT NULL
);

-- One row per person who ever met the Official Account; their openid there is another one.
CREATE TABLE IF NOT EXISTS followers (
    openid TEXT PRIMARY KEY,
    person TEXT NOT NULL UNIQUE,          -- the person's openid in the mini-program
    following INTEGER NOT NULL DEFAULT 0,
    blocked INTEGER NOT NULL DEFAULT 0,   -- does not want to see the account's messages
    scene TEXT,                           -- of the code by which they came
    followed_at REAL,
    wrote_at REAL,                        -- opens the window for custom messages: 5 in 48 hours
    acted_at REAL,                        -- followed, tapped the menu, scanned: 3 in a minute
    customs INTEGER NOT NULL DEFAULT 0    -- custom messages since the window was opened
);

CREATE TABLE IF NOT EXISTS official_templates (
    template_id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    fields TEXT NOT NULL
);

-- What the person wrote or tapped; what the account answered stands in the outbox.
CREATE TABLE IF NOT EXISTS said (
    id INTEGER PRIMARY KEY,
    openid TEXT NOT NULL,                 -- at the Official Account
    text TEXT NOT NULL,
    at REAL NOT NULL
);

CREATE TABLE IF NOT EXISTS client_messages (
    openid TEXT NOT NULL,
    client_msg_id TEXT NOT NULL,
    msgid INTEGER NOT NULL,
    at REAL NOT NULL,
    PRIMARY KEY (openid, client_msg_id)
);

CREATE TABLE IF NOT EXISTS qrcodes (ticket TEXT PRIMARY KEY, scene TEXT NOT NULL, expires_at REAL);

-- Pushes that go out later: on time, or right after the next push of the account.
CREATE TABLE IF NOT EXISTS parked (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL,
    message TEXT NOT NULL,                -- JSON
    due_at REAL NOT NULL,
    after_next INTEGER NOT NULL DEFAULT 0
);

-- Pictures whose check is under way, and what a tester wants of the next ones.
CREATE TABLE IF NOT EXISTS media_jobs (
    trace_id TEXT PRIMARY KEY,
    openid TEXT NOT NULL,
    url TEXT NOT NULL,
    due_at REAL NOT NULL
);
CREATE TABLE IF NOT EXISTS media_verdicts (id INTEGER PRIMARY KEY, openid TEXT NOT NULL, suggest TEXT NOT NULL);

-- The Official Account's pictures and drafts.
CREATE TABLE IF NOT EXISTS materials (media_id TEXT PRIMARY KEY, appid TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS drafts (
    media_id TEXT PRIMARY KEY,
    appid TEXT NOT NULL,
    articles TEXT NOT NULL,
    publish_id TEXT,
    at REAL NOT NULL
);

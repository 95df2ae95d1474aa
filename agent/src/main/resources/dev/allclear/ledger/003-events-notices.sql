CREATE TABLE event (
    id       INTEGER PRIMARY KEY AUTOINCREMENT,
    identity TEXT    NOT NULL UNIQUE,
    type     TEXT    NOT NULL,
    severity TEXT    NOT NULL,
    at       INTEGER NOT NULL, -- Unix milliseconds
    seen_at  INTEGER NOT NULL, -- Unix milliseconds
    fields   TEXT    NOT NULL, -- a name=value a line
    title    TEXT    NOT NULL,
    body     TEXT    NOT NULL, -- a block a line
    mail     TEXT              -- a forwarded mail as it came, a character for each byte
);

CREATE INDEX event_by_time ON event (seen_at);

CREATE TABLE notice (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    event       INTEGER NOT NULL REFERENCES event,
    target      TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    state       TEXT    NOT NULL,           -- pending, sending, delivered, refused, expired
    message     INTEGER,                    -- the first notice of the message that it goes in; NULL while that is open
    alone       INTEGER NOT NULL DEFAULT 0, -- not to go with others again
    attempts    INTEGER NOT NULL DEFAULT 0,
    interrupted INTEGER NOT NULL DEFAULT 0,
    reached     TEXT    NOT NULL DEFAULT '', -- recipients that have it already, one a line
    last_error  TEXT,                        -- or the remark of the target that took it
    closed_at   INTEGER,
    UNIQUE (event, target)
);

CREATE INDEX notice_open ON notice (target, attempts, id) WHERE closed_at IS NULL;
CREATE INDEX notice_closed ON notice (target, closed_at);

ALTER TABLE delivery ADD COLUMN signal TEXT NOT NULL DEFAULT 'up';
ALTER TABLE delivery ADD COLUMN report TEXT NOT NULL DEFAULT '';

UPDATE delivery SET signal = 'down' WHERE up = 0;

CREATE TABLE task (
    upid            TEXT    NOT NULL PRIMARY KEY,
    type            TEXT    NOT NULL,
    started         INTEGER NOT NULL, -- Unix seconds
    ended           INTEGER NOT NULL, -- Unix milliseconds
    state           TEXT    NOT NULL, -- ok, warnings, error, unknown, running
    detail          TEXT    NOT NULL, -- number of warnings, error text, reason
    command         TEXT,
    skipped         TEXT    NOT NULL, -- vmids, separated by commas
    loop_ended      INTEGER NOT NULL,
    job_error       TEXT,
    lock_timeout    INTEGER NOT NULL,
    waited_for_lock INTEGER NOT NULL,
    pruned          INTEGER NOT NULL,
    seen_at         INTEGER NOT NULL  -- Unix milliseconds
) WITHOUT ROWID;

CREATE INDEX task_by_start ON task (type, started, upid);

CREATE TABLE guest (
    upid       TEXT    NOT NULL REFERENCES task ON DELETE CASCADE,
    vmid       INTEGER NOT NULL,
    state      TEXT    NOT NULL,
    kind       TEXT,
    name       TEXT,
    started    TEXT,             -- local time of the node, without offset
    ended      TEXT,
    duration   INTEGER,          -- seconds
    mode       TEXT,
    archive    TEXT,
    size_bytes INTEGER NOT NULL, -- -1 when the log does not say
    warnings   INTEGER NOT NULL,
    error      TEXT,
    PRIMARY KEY (upid, vmid)
) WITHOUT ROWID;

CREATE TABLE job_of_task (
    upid   TEXT NOT NULL PRIMARY KEY,
    job_id TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE heartbeat (
    name       TEXT    NOT NULL PRIMARY KEY,
    learned_at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE run (
    heartbeat TEXT    NOT NULL,
    run       TEXT    NOT NULL,
    verdict   TEXT    NOT NULL,
    reasons   TEXT    NOT NULL, -- one a line, with \n and \\ for what would not fit into one
    guests    INTEGER NOT NULL,
    warnings  INTEGER NOT NULL,
    duration  INTEGER NOT NULL, -- milliseconds
    started   INTEGER NOT NULL, -- Unix seconds
    ended     INTEGER NOT NULL, -- Unix milliseconds
    judged_at INTEGER NOT NULL,
    learned   INTEGER NOT NULL,
    rule      TEXT    NOT NULL,
    PRIMARY KEY (heartbeat, run)
) WITHOUT ROWID;

CREATE INDEX run_by_start ON run (heartbeat, started, run);

CREATE TABLE delivery (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    identity    TEXT    NOT NULL UNIQUE,
    target      TEXT    NOT NULL,
    heartbeat   TEXT    NOT NULL,
    run         TEXT    NOT NULL,
    run_started INTEGER NOT NULL, -- Unix seconds
    msg         TEXT    NOT NULL,
    duration    INTEGER NOT NULL, -- milliseconds
    created_at  INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    state       TEXT    NOT NULL, -- pending, sending, delivered, refused, expired, superseded
    attempts    INTEGER NOT NULL DEFAULT 0,
    interrupted INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT,
    closed_at   INTEGER           -- NULL while pending or sending
);

CREATE INDEX delivery_open ON delivery (target, id) WHERE closed_at IS NULL;
CREATE INDEX delivery_by_run ON delivery (heartbeat, run_started, run);
CREATE INDEX delivery_of_heartbeat ON delivery (heartbeat, id);

CREATE TABLE note (
    name TEXT NOT NULL PRIMARY KEY,
    text TEXT NOT NULL
) WITHOUT ROWID;

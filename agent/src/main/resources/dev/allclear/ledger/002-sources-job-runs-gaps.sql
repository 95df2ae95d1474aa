ALTER TABLE task ADD COLUMN source TEXT NOT NULL DEFAULT '';    -- that saw it first; '' when that was before sources had names
ALTER TABLE task ADD COLUMN datastore TEXT NOT NULL DEFAULT ''; -- what the log of a PBS task tells, one thing a line; '' for nothing

CREATE INDEX task_running ON task (type, started, upid) WHERE state = 'running';

ALTER TABLE guest ADD COLUMN excluded_disks INTEGER NOT NULL DEFAULT 0;

ALTER TABLE delivery ADD COLUMN up INTEGER NOT NULL DEFAULT 1;

CREATE TABLE job_run (
    source      TEXT    NOT NULL,
    job_id      TEXT    NOT NULL,
    run         TEXT    NOT NULL,
    due         INTEGER,          -- Unix milliseconds; NULL when no schedule asked for it
    opened      INTEGER NOT NULL, -- Unix milliseconds
    manual      INTEGER NOT NULL,
    expectation TEXT    NOT NULL,
    PRIMARY KEY (source, job_id, run)
);

CREATE INDEX job_run_by_time ON job_run (source, job_id, coalesce(due, opened), run);
CREATE INDEX job_run_by_opening ON job_run (opened);

CREATE TABLE task_of_job_run (
    source TEXT NOT NULL,
    job_id TEXT NOT NULL,
    upid   TEXT NOT NULL, -- of a task that may not be known yet
    run    TEXT NOT NULL,
    PRIMARY KEY (source, job_id, upid),
    FOREIGN KEY (source, job_id, run) REFERENCES job_run ON DELETE CASCADE
) WITHOUT ROWID;

CREATE INDEX task_of_job_run_by_run ON task_of_job_run (source, job_id, run);
CREATE INDEX task_of_job_run_by_upid ON task_of_job_run (upid);

CREATE TABLE gap (
    source  TEXT    NOT NULL,
    node    TEXT    NOT NULL,
    from_at INTEGER NOT NULL, -- Unix milliseconds
    to_at   INTEGER NOT NULL, -- Unix milliseconds
    PRIMARY KEY (source, from_at, to_at, node)
) WITHOUT ROWID;

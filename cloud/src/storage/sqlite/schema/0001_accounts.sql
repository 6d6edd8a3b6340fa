-- The one row that says what the whole database is.
CREATE TABLE server (
    row INTEGER PRIMARY KEY CHECK (row = 1),
    restore_epoch INTEGER NOT NULL
) STRICT;
INSERT INTO server VALUES (1, 0);

-- Sealed by the server, made once.
CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

-- The short row that every request reads: what changes with the log and the chain stands beside nothing else.
CREATE TABLE account (
    id BLOB PRIMARY KEY,
    no INTEGER NOT NULL,
    manifest INTEGER NOT NULL,
    last INTEGER NOT NULL,
    generation INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- A number is never given twice.
CREATE TABLE credentials (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    account BLOB NOT NULL,
    login TEXT NOT NULL UNIQUE,
    record BLOB NOT NULL,
    sealed TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE manifest (
    account INTEGER NOT NULL,
    version INTEGER NOT NULL,
    signed TEXT NOT NULL,
    PRIMARY KEY (account, version)
) STRICT, WITHOUT ROWID;

-- By the account's id, since a device that an order waits for outlives the account.
CREATE TABLE device (
    account BLOB NOT NULL,
    id BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    revoked INTEGER NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

-- By the SHA-256 of the token.
CREATE TABLE session (
    token BLOB PRIMARY KEY,
    account BLOB NOT NULL,
    kind INTEGER NOT NULL,
    device BLOB,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_of ON session (account, device);
CREATE INDEX session_end ON session (expires);

CREATE TABLE once (
    purpose INTEGER NOT NULL,
    key BLOB NOT NULL,
    value BLOB NOT NULL,
    expires INTEGER NOT NULL,
    PRIMARY KEY (purpose, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX once_end ON once (expires);

CREATE TABLE approval (
    account INTEGER NOT NULL,
    id BLOB NOT NULL,
    request TEXT NOT NULL,
    answer TEXT,
    opened BLOB,
    approved TEXT,
    expires INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX approval_end ON approval (expires);

-- The generic cell rate: `at` is when a whole burst is there again.
CREATE TABLE allowance (
    key BLOB PRIMARY KEY,
    at INTEGER NOT NULL,
    every INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX allowance_end ON allowance (at);

-- Accounts that are tied: one has invited, another may have accepted. An ended tie stays, so that its id is never another's.
CREATE TABLE sub (
    id BLOB PRIMARY KEY,
    main BLOB NOT NULL,
    introduced TEXT NOT NULL,
    other BLOB,
    accepted TEXT,
    expires INTEGER NOT NULL,
    ended INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX sub_main ON sub (main) WHERE ended = 0;
CREATE INDEX sub_other ON sub (other) WHERE ended = 0 AND other IS NOT NULL;

-- How accounts stand to each other, and what one shows the other of its cards.
CREATE TABLE standing (
    giver BLOB NOT NULL,
    holder BLOB NOT NULL,
    said_by BLOB NOT NULL,
    number INTEGER NOT NULL,
    linked INTEGER NOT NULL,
    signed TEXT NOT NULL,
    share_number INTEGER NOT NULL DEFAULT 0,
    share TEXT,
    PRIMARY KEY (giver, holder)
) STRICT, WITHOUT ROWID;
CREATE INDEX standing_holder ON standing (holder);
CREATE INDEX standing_by ON standing (said_by);

-- The last new root, sealed to each device that it was handed over to.
CREATE TABLE hand_over (
    account INTEGER NOT NULL,
    device BLOB NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;

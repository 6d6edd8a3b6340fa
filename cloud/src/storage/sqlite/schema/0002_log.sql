-- An account's entries side by side: `place` is the account's number, then 32 bits of place in its log. A table by row id takes
-- entries of more than 1,000 bytes whole into its pages, which one without does not.
CREATE TABLE entry (
    place INTEGER PRIMARY KEY,
    fields TEXT NOT NULL,
    sealed TEXT,
    digest TEXT NOT NULL
) STRICT;

CREATE TABLE record (
    account INTEGER NOT NULL,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE batch (
    account INTEGER NOT NULL,
    id BLOB NOT NULL,
    digest BLOB NOT NULL,
    first INTEGER NOT NULL,
    PRIMARY KEY (account, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE head (
    account INTEGER NOT NULL,
    device BLOB NOT NULL,
    seq INTEGER NOT NULL,
    signed TEXT NOT NULL,
    PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;

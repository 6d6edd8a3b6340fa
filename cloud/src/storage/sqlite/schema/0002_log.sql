-- An account's entries side by side: `place` is the account's number, then 32 bits of place in its log. What never changes again; `record` is
-- the place of the record's first entry.
CREATE TABLE entry (
    place INTEGER PRIMARY KEY,
    record INTEGER NOT NULL,
    fields TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT;

-- What is sealed stands with the record, not with its last entry: the next version is written over it, where two rows of the log would change with
-- each edit, and its pages with them. By the place of its first entry, so that an account's lie side by side; a table by row id takes rows of more
-- than 1,000 bytes whole into its pages, which one without does not.
CREATE TABLE record (
    place INTEGER PRIMARY KEY,
    account INTEGER NOT NULL,
    id BLOB NOT NULL,
    version INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    deleted INTEGER NOT NULL,
    sealed TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX record_id ON record (account, id);

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

-- Where a device is woken, and whether it is to be: `due` since then, if it is.
CREATE TABLE push (
    account BLOB NOT NULL,
    device BLOB NOT NULL,
    service TEXT NOT NULL,
    token TEXT NOT NULL,
    asked INTEGER NOT NULL DEFAULT 0,
    tries INTEGER NOT NULL DEFAULT 0,
    due INTEGER,
    PRIMARY KEY (account, device)
) STRICT, WITHOUT ROWID;
CREATE INDEX push_due ON push (due) WHERE due IS NOT NULL;

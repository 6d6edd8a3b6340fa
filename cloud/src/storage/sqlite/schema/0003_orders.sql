-- By the account's id, since orders outlive it.
CREATE TABLE orders (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    account BLOB NOT NULL,
    id BLOB NOT NULL,
    digest BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    deadline INTEGER NOT NULL,
    signed TEXT NOT NULL,
    states TEXT NOT NULL,
    receipt TEXT,
    UNIQUE (account, id)
) STRICT;
CREATE INDEX orders_digest ON orders (account, digest);
CREATE INDEX orders_waiting ON orders (account, device, epoch, counter) WHERE receipt IS NULL;

CREATE TABLE receipt (
    account BLOB NOT NULL,
    device BLOB NOT NULL,
    epoch INTEGER NOT NULL,
    number INTEGER NOT NULL,
    signed TEXT NOT NULL,
    PRIMARY KEY (account, device, epoch, number)
) STRICT, WITHOUT ROWID;

-- What the directory of subscribers has yet to be told, in order.
CREATE TABLE directory_outbox (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    account BLOB NOT NULL,
    iccid TEXT NOT NULL,
    action TEXT NOT NULL,
    created INTEGER NOT NULL,
    done INTEGER
) STRICT;
CREATE INDEX directory_outbox_open ON directory_outbox (id) WHERE done IS NULL;

-- Accounts that are gone and whose orders are not.
CREATE TABLE remnant (account BLOB PRIMARY KEY) STRICT, WITHOUT ROWID;

-- Where a device is woken, and whether it is to be: `due` since then, if it is.
CREATE TABLE push (
    account bytea NOT NULL,
    device bytea NOT NULL,
    service text NOT NULL,
    token text NOT NULL,
    asked bigint NOT NULL DEFAULT 0,
    tries bigint NOT NULL DEFAULT 0,
    due bigint,
    PRIMARY KEY (account, device)
);
CREATE INDEX push_due ON push (due) WHERE due IS NOT NULL;

-- The one row that says what the whole database is.
CREATE TABLE server (row integer PRIMARY KEY CHECK (row = 1), restore_epoch bigint NOT NULL);
INSERT INTO server VALUES (1, 0);

-- Sealed by the server, made once.
CREATE TABLE secret (name text PRIMARY KEY, value bytea NOT NULL);

-- The short row that every request reads, and whose lock puts an account's writers in order. Pages keep room for its next versions.
CREATE TABLE account (
    id bytea PRIMARY KEY,
    no bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
    manifest bigint NOT NULL,
    last bigint NOT NULL DEFAULT 0,
    generation bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);

CREATE TABLE credentials (
    no bigint PRIMARY KEY,
    account bytea NOT NULL,
    login text NOT NULL UNIQUE,
    record bytea NOT NULL,
    sealed text NOT NULL,
    created bigint NOT NULL
);

CREATE TABLE manifest (
    account bigint NOT NULL,
    version bigint NOT NULL,
    signed text NOT NULL,
    PRIMARY KEY (account, version)
);

-- By the account's id, since a device that an order waits for outlives the account.
CREATE TABLE device (
    account bytea NOT NULL,
    id bytea NOT NULL,
    epoch bigint NOT NULL,
    revoked boolean NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (account, id)
);

-- By the SHA-256 of the token.
CREATE TABLE session (
    token bytea PRIMARY KEY,
    account bytea NOT NULL,
    kind smallint NOT NULL,
    device bytea,
    expires bigint NOT NULL
);
CREATE INDEX session_of ON session (account, device);
CREATE INDEX session_end ON session (expires);

CREATE TABLE once (
    purpose smallint NOT NULL,
    key bytea NOT NULL,
    value bytea NOT NULL,
    expires bigint NOT NULL,
    PRIMARY KEY (purpose, key)
);
CREATE INDEX once_end ON once (expires);

CREATE TABLE approval (
    account bigint NOT NULL,
    id bytea NOT NULL,
    request text NOT NULL,
    answer text,
    opened bytea,
    approved text,
    expires bigint NOT NULL,
    PRIMARY KEY (account, id)
);
CREATE INDEX approval_end ON approval (expires);

-- The generic cell rate: `at` is when a whole burst is there again.
CREATE TABLE allowance (key bytea PRIMARY KEY, at bigint NOT NULL, every bigint NOT NULL) WITH (fillfactor = 70);

CREATE TABLE entry (
    account bigint NOT NULL,
    seq bigint NOT NULL,
    fields text NOT NULL,
    sealed text,
    digest text NOT NULL,
    PRIMARY KEY (account, seq)
);

CREATE TABLE record (
    account bigint NOT NULL,
    id bytea NOT NULL,
    version bigint NOT NULL,
    seq bigint NOT NULL,
    deleted boolean NOT NULL,
    PRIMARY KEY (account, id)
) WITH (fillfactor = 80);

CREATE TABLE batch (
    account bigint NOT NULL,
    id bytea NOT NULL,
    digest bytea NOT NULL,
    first bigint NOT NULL,
    PRIMARY KEY (account, id)
);

CREATE TABLE head (
    account bigint NOT NULL,
    device bytea NOT NULL,
    seq bigint NOT NULL,
    signed text NOT NULL,
    PRIMARY KEY (account, device)
) WITH (fillfactor = 50);

-- By the account's id, since orders outlive it.
CREATE TABLE orders (
    no bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    account bytea NOT NULL,
    id bytea NOT NULL,
    digest bytea NOT NULL,
    device bytea NOT NULL,
    epoch bigint NOT NULL,
    counter bigint NOT NULL,
    deadline bigint NOT NULL,
    signed text NOT NULL,
    states text NOT NULL,
    receipt text,
    UNIQUE (account, id)
);
CREATE INDEX orders_digest ON orders (account, digest);
CREATE INDEX orders_waiting ON orders (account, device, epoch, counter) WHERE receipt IS NULL;

CREATE TABLE receipt (
    account bytea NOT NULL,
    device bytea NOT NULL,
    epoch bigint NOT NULL,
    number bigint NOT NULL,
    signed text NOT NULL,
    PRIMARY KEY (account, device, epoch, number)
);

-- What the directory of subscribers has yet to be told, in order.
CREATE TABLE directory_outbox (
    id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    account bytea NOT NULL,
    iccid text NOT NULL,
    action text NOT NULL,
    created bigint NOT NULL,
    done bigint
);
CREATE INDEX directory_outbox_open ON directory_outbox (id) WHERE done IS NULL;

-- Accounts that are gone and whose orders are not.
CREATE TABLE remnant (account bytea PRIMARY KEY);

-- Accounts that are tied: one has invited, another may have accepted. An ended tie stays, so that its id is never another's.
CREATE TABLE sub (
    id bytea PRIMARY KEY,
    main bytea NOT NULL,
    introduced text NOT NULL,
    other bytea,
    accepted text,
    expires bigint NOT NULL,
    ended bigint NOT NULL DEFAULT 0
);
CREATE INDEX sub_main ON sub (main) WHERE ended = 0;
CREATE INDEX sub_other ON sub (other) WHERE ended = 0 AND other IS NOT NULL;

-- How accounts stand to each other, and what one shows the other of its cards.
CREATE TABLE standing (
    giver bytea NOT NULL,
    holder bytea NOT NULL,
    said_by bytea NOT NULL,
    number bigint NOT NULL,
    linked bigint NOT NULL,
    signed text NOT NULL,
    share_number bigint NOT NULL DEFAULT 0,
    share text,
    PRIMARY KEY (giver, holder)
);
CREATE INDEX standing_holder ON standing (holder);
CREATE INDEX standing_by ON standing (said_by);

-- The last new root, sealed to each device that it was handed over to.
CREATE TABLE hand_over (
    account bigint NOT NULL,
    device bytea NOT NULL,
    text text NOT NULL,
    PRIMARY KEY (account, device)
);

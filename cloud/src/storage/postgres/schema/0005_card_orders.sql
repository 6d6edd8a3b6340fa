-- Orders of cards at operators' agencies. `wanted` is what was ordered, as JSON; `code` the activation code, sealed by a key that does not lie here; of
-- an order whose account is gone, `account` is null until the operator's server knows that.
CREATE TABLE card_order (
    no bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    account bytea,
    id bytea NOT NULL,
    digest bytea NOT NULL,
    agency text NOT NULL,
    wanted text NOT NULL,
    state text NOT NULL,
    task text,
    why text,
    again boolean NOT NULL DEFAULT false,
    iccid text,
    code bytea,
    created bigint NOT NULL,
    changed bigint NOT NULL,
    due bigint NOT NULL,
    tries bigint NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX card_order_id ON card_order (account, id);
CREATE INDEX card_order_account ON card_order (account, no);
CREATE INDEX card_order_agency ON card_order (agency, no);
CREATE INDEX card_order_due ON card_order (agency, due, no) WHERE task IS NOT NULL;
CREATE INDEX card_order_card ON card_order (iccid) WHERE iccid IS NOT NULL;

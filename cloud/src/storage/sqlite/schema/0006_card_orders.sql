-- Orders of cards at operators' agencies. `wanted` is what was ordered, as JSON; `code` the activation code, sealed by a key that does not lie here; of
-- an order whose account is gone, `account` is null until the operator's server knows that.
CREATE TABLE card_order (
    no INTEGER PRIMARY KEY AUTOINCREMENT,
    account BLOB,
    id BLOB NOT NULL,
    digest BLOB NOT NULL,
    agency TEXT NOT NULL,
    wanted TEXT NOT NULL,
    state TEXT NOT NULL,
    task TEXT,
    why TEXT,
    again INTEGER NOT NULL DEFAULT 0,
    iccid TEXT,
    code BLOB,
    created INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    due INTEGER NOT NULL,
    tries INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX card_order_id ON card_order (account, id);
CREATE INDEX card_order_account ON card_order (account, no);
CREATE INDEX card_order_agency ON card_order (agency, no);
CREATE INDEX card_order_due ON card_order (agency, due, no) WHERE task IS NOT NULL;
CREATE INDEX card_order_card ON card_order (iccid) WHERE iccid IS NOT NULL;

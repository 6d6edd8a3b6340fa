-- otSK.DP of each package, sealed to a key that only `serve` opens: a retry is made of the same keys (SGP.22 §5.6.2).
ALTER TABLE binding ADD COLUMN otsk_dp BLOB;

-- Whoever recorded a package could open it with that key, so it goes in the transaction that ends the sale.
CREATE TRIGGER binding_forgets AFTER UPDATE OF stage ON reservation WHEN OLD.stage = 2 AND NEW.stage > 2
BEGIN
    UPDATE binding SET otsk_dp = NULL WHERE reservation = NEW.id;
END;

-- The sales of a card, for one that names none.
CREATE INDEX reservation_card ON reservation (eid, stage, id) WHERE eid IS NOT NULL;

-- The confirmation code of a sale over the counter: SHA-256 of it, sealed to a key that only `serve` opens, and how often a wrong one came.
ALTER TABLE reservation ADD COLUMN code BLOB;
ALTER TABLE reservation ADD COLUMN wrong_codes INTEGER NOT NULL DEFAULT 0;

-- What kiosks have taken is forgotten in time.
CREATE INDEX late_result_taken ON late_result (taken) WHERE taken IS NOT NULL;

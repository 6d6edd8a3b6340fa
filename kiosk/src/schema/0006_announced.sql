-- The SM-DS at which an operator's order is announced, or is to be once it is released.
ALTER TABLE operator_order ADD COLUMN smds TEXT;

-- Indexes that a gold table filled from nothing still waits for, as statements.
ALTER TABLE modelo ADD COLUMN indices text[];

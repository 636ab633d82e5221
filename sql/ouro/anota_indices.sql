-- The indexes $2 of the table of the model $1 are still to be made.
UPDATE modelo SET indices = coalesce(indices, '{}') || $2::text[] WHERE nome = $1

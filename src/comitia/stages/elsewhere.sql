-- The first organisation of a register that another unit's register has too.
SELECT organisation
FROM read_parquet($register) AS own
SEMI JOIN read_parquet($others) AS other USING (organisation)
ORDER BY organisation
LIMIT 1

-- The first organisation of a register that another unit's register has too.
SELECT organisation
FROM read_parquet($register)
SEMI JOIN read_parquet($others) USING (organisation)
ORDER BY organisation
LIMIT 1

-- The organisations of a file that another unit's register has too, one line a fault.
--
--   organisations(row, organisation, ...)

SELECT 'register.elsewhere' AS rule, row, 'organisations.organisation' AS at_column, organisation, $unit AS unit
FROM organisations
SEMI JOIN read_parquet($others) AS other USING (organisation)

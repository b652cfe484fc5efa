-- The rows that wait because another row of their organisation is wrong (see returns_beside.sql).

SELECT 'return.held' AS rule, row, 'returns.organisation' AS at_column, organisation, wrong_row AS found
FROM lines
JOIN held USING (organisation)
ANTI JOIN wrong USING (row)

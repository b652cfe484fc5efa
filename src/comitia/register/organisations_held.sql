-- Rows without a fault of their own that wait (see organisations_beside.sql): below one that is wrong, or of an
-- organisation whose other row is.

SELECT CASE WHEN above.organisation IS NULL THEN 'register.held' ELSE 'register.below' END AS rule,
       row, 'organisations.organisation' AS at_column, own.organisation, above.organisation AS found
FROM organisations AS own
SEMI JOIN held USING (organisation)
ANTI JOIN wrong USING (row)
LEFT JOIN held AS above ON above.organisation = own.parent

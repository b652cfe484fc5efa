-- The mark of each row (see organisations_beside.sql), as a place in marks.py's list: 0 error, 1 warning, 2 new,
-- 3 changed, 4 same.
--
--   odd(row)   the rows with a warning

SELECT row, nullif(organisations.organisation, '') AS id,
       CASE WHEN marked.row IS NULL THEN 0
            WHEN odd.row IS NOT NULL THEN 1
            WHEN mark = 'new' THEN 2
            WHEN mark = 'changed' THEN 3
            ELSE 4
       END::TINYINT AS mark
FROM organisations
LEFT JOIN marked USING (row)
LEFT JOIN odd USING (row)
ORDER BY row

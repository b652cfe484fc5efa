-- The mark of each row (see returns_beside.sql), as a place in marks.py's list: 0 error, 1 warning, 2 new, 3 changed,
-- 4 same.
--
--   odd(row)   the rows with a warning

SELECT lines.row, organisation AS id,
       CASE WHEN mark IS NULL THEN 0
            WHEN odd.row IS NOT NULL THEN 1
            WHEN mark = 'new' THEN 2
            WHEN mark = 'changed' THEN 3
            ELSE 4
       END::TINYINT AS mark
FROM lines
LEFT JOIN marked USING (organisation)
LEFT JOIN odd ON odd.row = lines.row
ORDER BY lines.row

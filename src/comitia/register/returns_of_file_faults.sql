-- What a long file can have wrong besides what its returns and their support can.
--
--   filed(row, organisation, participants, person, members)   as returns_of_file.sql has it

WITH known AS (
    SELECT organisation, min(row) AS first_row, arg_min(participants, row) AS participants, count(*) AS lines
    FROM filed
    GROUP BY organisation
)
SELECT 'return.inconsistent' AS rule, row, 'returns.participants' AS at_column,
       organisation, f.participants AS found, k.participants AS wanted, first_row
FROM filed AS f JOIN known AS k USING (organisation)
WHERE f.participants <> k.participants
UNION ALL
SELECT 'return.nobody', row, 'support.person', organisation, NULL, NULL, NULL
FROM filed JOIN known USING (organisation)
WHERE person = '' AND (lines > 1 OR members > 0)

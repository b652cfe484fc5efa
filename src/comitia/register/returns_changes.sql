-- What good returns change in those that stand (see returns_beside.sql), at the row that says so.

SELECT 'return.took-part' AS rule, row, 'returns.participants' AS at_column,
       organisation, NULL AS person, was AS found, participants AS wanted
FROM marked
WHERE mark = 'changed' AND participants <> was
UNION ALL
SELECT 'return.changes', figures.row, 'support.members', organisation, person, coalesce(figures.was, 0), members
FROM figures JOIN marked USING (organisation)
WHERE mark = 'changed' AND figures.row IS NOT NULL AND members IS DISTINCT FROM figures.was
UNION ALL
SELECT 'return.drops', any_value(marked.row), 'returns.organisation', organisation, min(person), count(*), NULL
FROM figures JOIN marked USING (organisation)
WHERE figures.row IS NULL
GROUP BY organisation

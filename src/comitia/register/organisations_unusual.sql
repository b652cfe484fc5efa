-- Good rows of a register that are allowed and odd (see organisations_beside.sql).

SELECT 'unusual.empty' AS rule, row, 'organisations.organisation' AS at_column,
       organisation, level AS found, NULL AS wanted
FROM marked ANTI JOIN (SELECT parent AS organisation FROM organisations) USING (organisation)
WHERE members = 0
UNION ALL
SELECT 'unusual.members', row, 'organisations.members', organisation, members, was
FROM marked
WHERE members > 0 AND was > 0 AND (members > was * 2 OR members * 2 < was)

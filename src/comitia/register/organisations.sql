-- Everything that is wrong with a unit's register of organisations, one line a fault.
--
--   organisations(row, organisation, parent, level, members)
--   levels(level, place)   the levels below the unit; primary organisations have place 0, those above them more
--
-- A parent's place is above the place of each of its children, so no organisation can be its own ancestor.

WITH known AS (
    SELECT organisation, min(row) AS first_row, arg_min(level, row) AS level
    FROM organisations
    GROUP BY organisation
),
placed AS (
    SELECT o.*, own.place, k.first_row,
           p.organisation IS NOT NULL AS has_parent, p.level AS parent_level, above.place AS parent_place
    FROM organisations AS o
    JOIN known AS k USING (organisation)
    LEFT JOIN levels AS own ON own.level = o.level
    LEFT JOIN known AS p ON p.organisation = o.parent
    LEFT JOIN levels AS above ON above.level = p.level
)
SELECT 'register.duplicate' AS rule, row, 'organisations.organisation' AS at_column,
       organisation, first_row AS found, NULL AS wanted
FROM placed WHERE row > first_row
UNION ALL
SELECT 'register.unit', row, 'organisations.organisation', organisation, NULL, NULL
FROM placed WHERE organisation = $unit
UNION ALL
SELECT 'register.level', row, 'organisations.level', organisation, level,
       (SELECT string_agg(level, ', ' ORDER BY place) FROM levels)
FROM placed WHERE place IS NULL
UNION ALL
SELECT 'register.parent', row, 'organisations.parent', organisation, parent, $unit
FROM placed WHERE NOT has_parent AND parent <> $unit
UNION ALL
SELECT 'register.parent-level', row, 'organisations.parent', organisation, parent_level, level
FROM placed WHERE parent_place <= place AND parent <> $unit
UNION ALL
SELECT 'register.members', row, 'organisations.members', organisation, members, NULL
FROM placed WHERE place = 0 AND members < 1
UNION ALL
SELECT 'register.members-above', row, 'organisations.members', organisation, members, level
FROM placed WHERE place > 0 AND members > 0
UNION ALL
SELECT 'register.no-primary', 0, 'organisations.organisation', $unit, NULL, (SELECT level FROM levels WHERE place = 0)
FROM (SELECT count(*) AS number FROM placed WHERE place = 0) WHERE number = 0

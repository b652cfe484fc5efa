-- What is wrong with a register where levels above the primary organisations hold nomination rounds, one line a fault.
--
--   organisations(row, organisation, parent, level, members, electors)
--   levels(level, place)   the levels below the unit; primary organisations have place 0, those above them more
--   deliberating           a list: the levels that hold rounds

WITH placed AS (
    SELECT o.*, own.place, coalesce(above.place, (SELECT count(*) FROM levels)) AS parent_place
    FROM organisations AS o
    JOIN levels AS own ON own.level = o.level
    LEFT JOIN organisations AS p ON p.organisation = o.parent
    LEFT JOIN levels AS above ON above.level = p.level
)
SELECT 'register.electors' AS rule, row, 'organisations.electors' AS at_column,
       organisation, electors AS found, level AS wanted
FROM placed
WHERE list_contains(getvariable('deliberating'), level) AND electors < 1
UNION ALL
SELECT 'register.left-out', placed.row, 'organisations.parent', organisation, left_out.level, placed.level
FROM placed JOIN levels AS left_out ON left_out.place > placed.place AND left_out.place < parent_place
WHERE list_contains(getvariable('deliberating'), left_out.level)

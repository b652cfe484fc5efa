-- What a register changes in the one that was adopted before (see organisations_beside.sql).

SELECT 'register.changes' AS rule, row, 'organisations.organisation' AS at_column,
       organisation, parent_was AS parent, level_was AS level, was AS members
FROM marked
WHERE mark = 'changed'

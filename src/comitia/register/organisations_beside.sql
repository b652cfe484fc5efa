-- Which rows of a register are good, and what the register adopted before has in their place.
--
--   organisations(row, organisation, parent, level, members, electors)   the file
--   wrong(row)                                                           its rows with a fault
--   earlier(organisation, parent, level, members, electors)              the register adopted before; empty if none

-- What stands below an organisation with a fault hangs in the air: it waits too.
CREATE TABLE held AS
WITH RECURSIVE held AS (
    SELECT DISTINCT organisation FROM organisations SEMI JOIN wrong USING (row)
    WHERE organisation <> ''
    UNION
    SELECT below.organisation
    FROM held JOIN organisations AS below ON below.parent = held.organisation
)
FROM held;

CREATE TABLE good AS
FROM organisations ANTI JOIN held USING (organisation) ANTI JOIN wrong USING (row);

CREATE TABLE marked AS
SELECT good.row, organisation, good.level, good.parent, good.members,
       earlier.parent AS parent_was, earlier.level AS level_was, earlier.members AS was,
       CASE WHEN earlier.organisation IS NULL THEN 'new'
            WHEN (good.parent, good.level, good.members, good.electors)
                 = (earlier.parent, earlier.level, earlier.members, earlier.electors) THEN 'same'
            ELSE 'changed'
       END AS mark
FROM good LEFT JOIN earlier USING (organisation);

-- Those who have not filed, with the node above each; within a node: below it, or the node itself.
--
--   filers(organisation, node, members), counted(organisation, ...)
--   organisations(organisation, parent, ...)              the register; the highest have the unit as parent

WITH RECURSIVE lineage AS (
    SELECT organisation, organisation AS ancestor FROM filers ANTI JOIN counted USING (organisation)
    UNION ALL
    SELECT lineage.organisation, organisations.parent
    FROM lineage JOIN organisations ON organisations.organisation = lineage.ancestor
)
SELECT organisation, parent, filers.members
FROM (SELECT organisation FROM lineage WHERE ancestor = $node)
JOIN filers USING (organisation)
JOIN organisations USING (organisation)
ORDER BY parent, organisation

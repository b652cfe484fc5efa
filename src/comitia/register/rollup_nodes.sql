-- Participation of every node: the primary organisations below it and how many filed, their members and how
-- many took part.

WITH RECURSIVE lineage AS (
    SELECT node, node AS ancestor FROM nodes
    UNION ALL
    SELECT lineage.node, nodes.parent
    FROM lineage JOIN nodes ON nodes.node = lineage.ancestor
    WHERE nodes.parent IS NOT NULL
),
own AS (
    SELECT parent AS node, count(*) AS organisations, count(filing) AS returned,
           sum(members) AS members, coalesce(sum(participants), 0) AS participants
    FROM primaries LEFT JOIN counted USING (organisation)
    GROUP BY parent
)
SELECT nodes.node, nodes.level,
       coalesce(sum(organisations), 0)::BIGINT AS organisations, coalesce(sum(returned), 0)::BIGINT AS returned,
       coalesce(sum(members), 0)::BIGINT AS members, coalesce(sum(participants), 0)::BIGINT AS participants
FROM lineage
JOIN nodes ON nodes.node = lineage.ancestor
LEFT JOIN own ON own.node = lineage.node
GROUP BY nodes.node, nodes.level

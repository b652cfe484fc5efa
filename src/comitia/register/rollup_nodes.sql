-- Participation of every node: those below it who file in the round and how many did, their members and how many took
-- part. (In a round of the primary organisations the members of these; above them, the people in each one's own body.)

WITH RECURSIVE lineage AS (
    SELECT node, node AS ancestor FROM nodes
    UNION ALL
    SELECT lineage.node, nodes.parent
    FROM lineage JOIN nodes ON nodes.node = lineage.ancestor
    WHERE nodes.parent IS NOT NULL
),
own AS (
    SELECT node, count(*) AS organisations, count(filing) AS returned,
           sum(members) AS members, coalesce(sum(participants), 0) AS participants
    FROM filers LEFT JOIN counted USING (organisation)
    GROUP BY node
)
SELECT nodes.node, nodes.level,
       coalesce(sum(organisations), 0)::BIGINT AS organisations, coalesce(sum(returned), 0)::BIGINT AS returned,
       coalesce(sum(members), 0)::BIGINT AS members, coalesce(sum(participants), 0)::BIGINT AS participants
FROM lineage
JOIN nodes ON nodes.node = lineage.ancestor
LEFT JOIN own ON own.node = lineage.node
GROUP BY nodes.node, nodes.level

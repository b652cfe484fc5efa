-- The nodes of one level add up what arrives at them. Who came up from a child is ranked, best first; those up to the
-- level's limit go up further, ties at the cut included: rank() gives equals the same place.

INSERT INTO tallies
WITH summed AS (
    SELECT node, person, sum(organisations) AS organisations, sum(members) AS members, bool_or(goes_up) AS came_up
    FROM arrivals
    SEMI JOIN (SELECT node FROM nodes WHERE place = getvariable('place')) USING (node)
    GROUP BY node, person
),
ranked AS (
    SELECT *, rank() OVER (
        PARTITION BY node, came_up
        ORDER BY figure(getvariable('first'), organisations, members) DESC,
                 figure(getvariable('second'), organisations, members) DESC
    ) AS rank
    FROM summed
)
SELECT node, person, organisations, members, came_up,
       came_up AND rank <= coalesce((SELECT longest FROM levels WHERE place = getvariable('place')), rank)
FROM ranked;

INSERT INTO arrivals
SELECT nodes.parent, person, organisations, members, goes_up
FROM tallies JOIN nodes USING (node)
WHERE place = getvariable('place') AND nodes.parent IS NOT NULL;

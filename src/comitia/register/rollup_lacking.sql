-- Nodes whose list has fewer nominees than their level asks, those off the lists not counted.
--
--   nodes(node, level, ...), lists(node, person, ...)     as the round was closed
--   least(level, least)                                   the fewest nominees of a node's list, where a level asks
--   off(person), permitted(node)                          who has left the lists; nodes that go without contest

SELECT node, level, count(listed.person) AS nominees, least
FROM nodes
JOIN least USING (level)
ANTI JOIN permitted USING (node)
LEFT JOIN (SELECT node, person FROM lists ANTI JOIN off USING (person)) AS listed USING (node)
GROUP BY node, level, least
HAVING count(listed.person) < least
ORDER BY node

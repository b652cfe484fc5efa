-- The nodes of a round, and the support that arrives at them from those who filed (see ``filers.sql``).
--
--   filers(organisation, node, members), counted(organisation, filing, participants)
--   organisations(organisation, parent, level, ...), levels(level, place, longest)
--   support(filing, organisation, person, members)        as filed and imported, in the record's order
--   off(person)                                           who has left the unit's lists: their support is carried no further

-- Every node above the primary organisations and not below the round's level, the unit among them, which alone has no
-- parent.
CREATE TABLE nodes AS
SELECT organisation AS node, parent, level, place
FROM organisations JOIN levels USING (level)
WHERE place >= greatest(1, getvariable('round_place'))
UNION ALL
SELECT getvariable('unit'), NULL, level, place
FROM levels
WHERE place = (SELECT max(place) FROM levels);

-- What arrives at a node from those who filed, or from one level below, or from deeper where levels are left out.
CREATE TABLE arrivals AS
SELECT node, person, count(*)::BIGINT AS organisations, sum(members)::BIGINT AS members, true AS goes_up
FROM support
SEMI JOIN counted USING (organisation, filing)
ANTI JOIN off USING (person)
JOIN (SELECT organisation, node FROM filers) USING (organisation)
GROUP BY node, person;

CREATE TABLE tallies (
    node VARCHAR, person VARCHAR, organisations BIGINT, members BIGINT, came_up BOOLEAN, goes_up BOOLEAN
);

CREATE MACRO figure(name, organisations, members) AS
CASE name WHEN 'members' THEN members ELSE organisations END;

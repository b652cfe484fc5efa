-- What stands of a round: the last filing of each organisation, whole, and the support that it carries upward.
--
--   organisations(organisation, parent, level, members)   the register
--   levels(level, place, longest)                         places from 0, the primary organisations', to the unit's
--   returns(filing, organisation, participants)           as filed and imported, in the record's order
--   support(filing, organisation, person, members)

CREATE TABLE counted AS
SELECT organisation, max(filing) AS filing, arg_max(participants, filing) AS participants
FROM returns
GROUP BY organisation;

CREATE TABLE primaries AS
SELECT organisation, parent, members
FROM organisations
WHERE level = (SELECT level FROM levels WHERE place = 0);

-- Every node above the primary organisations, the unit among them, which alone has no parent.
CREATE TABLE nodes AS
SELECT organisation AS node, parent, level, place
FROM organisations JOIN levels USING (level)
WHERE place > 0
UNION ALL
SELECT getvariable('unit'), NULL, level, place
FROM levels
WHERE place = (SELECT max(place) FROM levels);

-- What arrives at a node from one level below, or from deeper where levels are left out.
CREATE TABLE arrivals AS
SELECT parent AS node, person, count(*)::BIGINT AS organisations, sum(members)::BIGINT AS members, true AS goes_up
FROM support
SEMI JOIN counted USING (organisation, filing)
JOIN (SELECT organisation, parent FROM primaries) USING (organisation)
GROUP BY parent, person;

CREATE TABLE tallies (node VARCHAR, person VARCHAR, organisations BIGINT, members BIGINT, goes_up BOOLEAN);

CREATE MACRO figure(name, organisations, members) AS
CASE name WHEN 'members' THEN members ELSE organisations END;

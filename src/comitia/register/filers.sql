-- Who files in a round, and what was filed: the last filing of each organisation counts, whole.
--
--   organisations(organisation, parent, level, members, electors)   the register
--   levels(level, place, longest)                         places from 0, the primary organisations', to the unit's
--   returns(filing, organisation, participants)           as filed and imported, in the record's order
--   round_place                                           the place of the level that holds the round

-- Support arrives at the node above a primary organisation. At a higher level the organisation's own body deliberates,
-- and its support arrives at the organisation itself, whose list it makes.
CREATE TABLE filers AS
SELECT organisation,
       CASE WHEN getvariable('round_place') = 0 THEN parent ELSE organisation END AS node,
       CASE WHEN getvariable('round_place') = 0 THEN members ELSE electors END AS members
FROM organisations
WHERE level = (SELECT level FROM levels WHERE place = getvariable('round_place'));

CREATE TABLE counted AS
SELECT organisation, max(filing) AS filing, arg_max(participants, filing) AS participants
FROM returns
GROUP BY organisation;

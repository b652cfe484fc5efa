-- What else can be wrong with returns in a round of a higher level, in which each organisation's own body deliberates.
--
--   returns(row, organisation, participants)
--   support(row, organisation, person, members)
--   organisations(organisation, level, ...)
--   lists(node, person, ...)                    who came up to each node in the round $former
--   nominees(person), placed(person)            everybody who may be nominated; those whom a higher body placed

SELECT 'return.level' AS rule, returns.row, 'returns.organisation' AS at_column,
       organisation, NULL AS person, level AS found, $level AS wanted
FROM returns JOIN organisations USING (organisation)
WHERE level <> $level
UNION ALL
SELECT 'return.not-listed', row, 'support.person', organisation, person, $former, NULL
FROM support
SEMI JOIN (SELECT organisation FROM organisations WHERE level = $level) USING (organisation)
SEMI JOIN nominees USING (person)
ANTI JOIN placed USING (person)
ANTI JOIN (SELECT node AS organisation, person FROM lists) USING (organisation, person)

-- What is wrong with the returns of a round, whoever files them, one line a fault.
--
--   returns(row, organisation, participants)
--   support(row, organisation, person, members)
--   organisations(organisation, members, ...)   the register; how many may take part, 0 for those who file no returns
--   nominees(person)                            everybody who may be nominated

WITH known_returns AS (
    SELECT organisation, min(row) AS first_row, arg_min(participants, row) AS participants
    FROM returns
    GROUP BY organisation
),
known_support AS (
    SELECT organisation, person, min(row) AS first_row
    FROM support
    GROUP BY organisation, person
)
SELECT 'return.unknown-organisation' AS rule, row, 'returns.organisation' AS at_column,
       organisation, NULL AS person, NULL AS found, NULL AS wanted
FROM returns ANTI JOIN organisations USING (organisation)
UNION ALL
SELECT 'return.participants', returns.row, 'returns.participants', organisation, NULL, participants, members
FROM returns JOIN organisations USING (organisation)
WHERE members > 0 AND participants > members
UNION ALL
SELECT 'return.duplicate', row, 'returns.organisation', organisation, NULL, first_row, NULL
FROM returns JOIN known_returns USING (organisation)
WHERE row > first_row
UNION ALL
SELECT 'return.missing', row, 'support.organisation', organisation, person, NULL, NULL
FROM support ANTI JOIN known_returns USING (organisation)
UNION ALL
SELECT 'return.unknown-nominee', row, 'support.person', organisation, person, NULL, NULL
FROM support ANTI JOIN nominees USING (person)
UNION ALL
SELECT 'return.support', row, 'support.members', organisation, person, members, participants
FROM support JOIN known_returns USING (organisation)
WHERE members NOT BETWEEN 1 AND participants
UNION ALL
SELECT 'return.support-twice', row, 'support.person', organisation, person, first_row, NULL
FROM support JOIN known_support USING (organisation, person)
WHERE row > first_row

-- The support of each person in the round as it stands, and what the good returns of a file (see returns_beside.sql)
-- would make of it; the largest changes first.

SELECT person, coalesce(stood, 0)::BIGINT AS stood, (coalesce(stood, 0) + change)::BIGINT AS becomes
FROM (SELECT person, sum(coalesce(members, 0) - coalesce(was, 0)) AS change FROM figures GROUP BY person)
LEFT JOIN (SELECT person, sum(members) AS stood FROM earlier_support GROUP BY person) USING (person)
WHERE change <> 0
ORDER BY abs(change) DESC, person

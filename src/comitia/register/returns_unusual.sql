-- Good returns that are allowed and odd (see returns_beside.sql), one line a finding. Where fewer than ten took part,
-- equal figures are nothing odd.
--
--   organisations(organisation, parent, members, ...)   the register; how many may take part

WITH named AS (
    SELECT organisation, count(*) AS persons, min(members) AS least, sum(members)::BIGINT AS total,
           string_agg(person || '=' || members, ' ' ORDER BY person) AS signature
    FROM figures
    WHERE row IS NOT NULL
    GROUP BY organisation
),
before AS (
    SELECT organisation, sum(members)::BIGINT AS total FROM earlier_support GROUP BY organisation
),
said AS (
    SELECT marked.*, parent, members, persons, least, total, signature
    FROM marked
    JOIN organisations USING (organisation)
    LEFT JOIN named USING (organisation)
    WHERE mark <> 'same'
),
alike AS (
    SELECT parent, participants, signature, count(*) AS number, min(organisation) AS first, max(organisation) AS last
    FROM said
    WHERE participants >= 10 AND persons >= 2
    GROUP BY parent, participants, signature
    HAVING number >= 3
)
SELECT 'unusual.nobody' AS rule, row, 'returns.participants' AS at_column,
       organisation, 0 AS found, members AS wanted, NULL AS parent, NULL AS other
FROM said
WHERE participants = 0
UNION ALL
SELECT 'unusual.less', row, 'returns.participants', organisation, participants, was, NULL, NULL
FROM said
WHERE participants > 0 AND participants * 2 < was
UNION ALL
SELECT 'unusual.less-support', row, 'support.members', organisation, coalesce(said.total, 0), before.total,
       NULL, NULL
FROM said JOIN before USING (organisation)
WHERE coalesce(said.total, 0) * 2 < before.total
UNION ALL
SELECT 'unusual.unanimous', row, 'returns.participants', organisation, persons, members, NULL, NULL
FROM said
WHERE members >= 10 AND participants = members AND least = members
UNION ALL
SELECT 'unusual.alike', row, 'returns.organisation', organisation, number, NULL, parent,
       CASE WHEN organisation = first THEN last ELSE first END
FROM said JOIN alike USING (parent, participants, signature)

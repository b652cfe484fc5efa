-- Which returns of a file are good, and what stands of each already.
--
--   filed, returns, support                as returns_of_file.sql has them
--   wrong(row)                             the rows with a fault
--   standing.returns(filing, organisation, participants)
--   standing.support(filing, organisation, person, members)     what was filed in the round, in the record's order

-- A row without an organisation goes with the one above it, as where a spreadsheet's cells were merged.
CREATE TABLE lines AS
SELECT row, last_value(nullif(organisation, '') IGNORE NULLS) OVER (ORDER BY row) AS organisation
FROM filed;

-- A return counts whole: where one row is wrong, all of its organisation wait.
CREATE TABLE held AS
SELECT organisation, min(row) AS wrong_row
FROM lines SEMI JOIN wrong USING (row)
GROUP BY organisation;

CREATE TABLE earlier AS
SELECT organisation, max(filing) AS filing, arg_max(participants, filing) AS participants
FROM standing.returns
GROUP BY organisation;

CREATE TABLE earlier_support AS
SELECT organisation, person, members
FROM standing.support SEMI JOIN earlier USING (organisation, filing);

CREATE TABLE good AS
SELECT organisation, row, participants
FROM returns ANTI JOIN held USING (organisation)
WHERE organisation <> '';

-- Every figure of a good return beside the one that it replaces; either may be absent.
CREATE TABLE figures AS
SELECT organisation, person, now.row, now.members, was.members AS was
FROM (FROM support SEMI JOIN good USING (organisation)) AS now
FULL JOIN (FROM earlier_support SEMI JOIN good USING (organisation)) AS was USING (organisation, person);

CREATE TABLE marked AS
SELECT organisation, good.row, good.participants, earlier.participants AS was,
       CASE WHEN earlier.organisation IS NULL THEN 'new'
            WHEN good.participants <> earlier.participants OR other.organisation IS NOT NULL THEN 'changed'
            ELSE 'same'
       END AS mark
FROM good
LEFT JOIN earlier USING (organisation)
LEFT JOIN (SELECT DISTINCT organisation FROM figures WHERE members IS DISTINCT FROM was) AS other
USING (organisation);

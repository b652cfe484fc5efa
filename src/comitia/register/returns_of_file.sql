-- A long file as returns and support.
--
--   filed(row, organisation, participants, person, members)   a row for each organisation and person; an organisation
--                                                             that supports nobody has one row without a person

CREATE TABLE returns AS
SELECT organisation, min(row) AS row, arg_min(participants, row) AS participants
FROM filed
GROUP BY organisation;

CREATE TABLE support AS
SELECT row, organisation, person, coalesce(members, 0) AS members
FROM filed
WHERE person <> '';

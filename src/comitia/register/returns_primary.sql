-- What else can be wrong with returns in a round of the primary organisations.
--
--   returns(row, organisation, participants)
--   organisations(organisation, members, ...)   the register; 0 members above the primary organisations

SELECT 'return.not-primary' AS rule, returns.row, 'returns.organisation' AS at_column, organisation
FROM returns JOIN organisations USING (organisation)
WHERE members = 0

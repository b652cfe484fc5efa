"""The stages of an election: the entries of each, its decisions, and how entries change its state.

A stage is one module of its name; where it decides much, decisions have modules beside it: nominate has nominees and
rounds, vet has veto, count has tally and outcome.

The stages are a river: founding, apportion, nominate, vet, notice, shortlist, poll, count, credentials, certify. A
stage reads the values of stages before it, never of those after.
"""

"""The stages of an election, one module each: its entries, its decisions, and how entries change its state.

The stages are a river: founding, apportion, nominate, vet, notice, shortlist, poll, count, credentials, certify. A
stage reads the values of stages before it, never of those after.
"""

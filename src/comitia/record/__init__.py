"""The append-only record: entries, the Merkle tree over them, signed checkpoints, proofs, and sealed parts."""

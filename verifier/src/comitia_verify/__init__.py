"""Verify a bundle of a comitia election: its bytes, and every result that its rules give.

This program shares no code with comitia. It needs the standard library and one library for Ed25519 (PyNaCl).
"""

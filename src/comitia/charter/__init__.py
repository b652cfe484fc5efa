"""The charter: the plan of one election, written by the organisation as one TOML file."""

"""comitia runs level-by-level elections of delegates on a record that anyone can verify."""

__version__ = "0.1.0"

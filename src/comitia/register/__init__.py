"""The register: reading people's files with suspicion, checking them in SQL, and rolling returns up level by level."""

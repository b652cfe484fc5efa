"""Where the record is kept: an SQLite file, or a PostgreSQL database; its key; and the bundle that leaves the house."""

from comitia.stores.store import Store, create_store, open_store
from comitia.stores.writing import Done, Writing

__all__ = ["Done", "Store", "Writing", "create_store", "open_store"]

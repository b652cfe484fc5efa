"""Tables: bulk data as Parquet files addressed by the hash of their canonical CSV, and the SQL engine for them."""

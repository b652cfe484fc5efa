"""Documents: what people read and hang on a wall. Values in, HTML out; nothing here decides anything."""

"""Pages of a dock, one for each duty, described by data."""

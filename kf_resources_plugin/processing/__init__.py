"""Processing algorithms: thin shells over rules and engine; one folder per topic, one file per algorithm."""

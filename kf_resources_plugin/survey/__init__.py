"""Work on layers as it is done by hand: edits that keep what a rule wants kept."""

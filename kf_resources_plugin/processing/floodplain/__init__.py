"""Algorithms of the topic floodplain."""

"""Algorithms of the topic control lines."""

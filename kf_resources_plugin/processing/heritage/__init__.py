"""Algorithms of the topic heritage."""

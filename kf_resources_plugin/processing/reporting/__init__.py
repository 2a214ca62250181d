"""Algorithms of the topic reporting."""

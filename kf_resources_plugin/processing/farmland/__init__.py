"""Algorithms of the topic farmland."""

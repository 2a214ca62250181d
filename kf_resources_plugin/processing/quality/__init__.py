"""Algorithms of the topic quality."""

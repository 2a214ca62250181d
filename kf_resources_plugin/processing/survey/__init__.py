"""Algorithms of the topic survey."""

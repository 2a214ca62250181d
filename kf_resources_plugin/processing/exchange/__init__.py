"""Algorithms of the topic exchange."""

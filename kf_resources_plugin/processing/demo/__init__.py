"""Algorithms of the topic demo."""

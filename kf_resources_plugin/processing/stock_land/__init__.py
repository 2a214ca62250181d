"""Algorithms of the topic stock_land."""

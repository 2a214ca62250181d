"""Dock panels: each a whole duty from layers to papers."""

"""Layers to arrays and back: reading, coordinate systems, overlay, areas, schemas, rule files, writing."""

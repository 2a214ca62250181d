"""Rules of land administration: standard library and NumPy only, no QGIS, no input or output."""

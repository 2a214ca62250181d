"""Menu, toolbar, docks and widgets: the only package that uses qgis.gui."""

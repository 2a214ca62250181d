"""Styles, map layouts and report documents."""

"""Tests of the plugin; a package so that ``tests.builders`` cannot be another distribution's ``tests``."""

"""Widgets shared by dialogs and docks."""

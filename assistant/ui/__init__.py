"""Tray and windows; with app.py and the announcement output the only users of Qt."""

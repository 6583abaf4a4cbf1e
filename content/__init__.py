"""Decks, languages, themes and keypads: plain data files, read and checked. Imports nothing of kiosk or audio."""

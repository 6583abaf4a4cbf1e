"""Sound out and in: speakers, voices, listeners. Imports nothing of kiosk or content."""

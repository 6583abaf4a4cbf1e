"""Measures the real program in a real window with real sound: ``python -m tests.bench``. Nothing here is a test."""

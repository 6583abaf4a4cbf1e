"""What accessibility rules ask for, row by row, and what shows that the kiosk does it: `make conformance`."""

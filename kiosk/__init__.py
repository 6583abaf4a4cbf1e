"""The kiosk: its rules (session), what it shows and says (projections), and the shell that makes the world match."""

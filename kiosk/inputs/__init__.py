"""Input devices: each turns what a hand does into Orders; none knows what an order means."""

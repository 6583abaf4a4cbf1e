"""The tests. They mirror the three packages; the rig and the pilot drive the whole kiosk."""

"""The ways to devices: SSH, and the replay of captured outputs."""

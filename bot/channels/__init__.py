"""The ways in and out: one folder per channel, each renders the same card. No channel knows another, nor the desk."""

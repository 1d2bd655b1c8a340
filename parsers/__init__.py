"""Text from a device -> records, or why not. Pure; imports nothing of the bot."""

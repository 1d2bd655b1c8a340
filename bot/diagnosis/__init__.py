"""The pure core: observations in, a diagnosis or the next reads out. No clock, file, socket or template engine."""

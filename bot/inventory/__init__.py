"""Where the devices, links and rooms come from: one folder per source, each gives an Inventory."""

"""The inventory as one YAML file: the plainest source, and the one that captures folders and the lab bring along."""

from bot.inventory.yaml.load import YamlInventory, load_inventory

__all__ = ["YamlInventory", "load_inventory"]

"""Commands; no logic lives here."""

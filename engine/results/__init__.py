"""Result types: frozen values with a published JSON Schema."""

"""Commands about rules: list, show, check, compare, write anew."""

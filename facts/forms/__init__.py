"""The forms 様式2, 3 and 4 as data: model and items."""

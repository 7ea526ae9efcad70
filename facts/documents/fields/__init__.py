"""Fields of the form: cover, items of the affair, files, systems, risks, narratives."""

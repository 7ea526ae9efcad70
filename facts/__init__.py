"""Facts about an affair: what is known, from where, and in which words of the form."""

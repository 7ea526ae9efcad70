"""What a change of the law changes: rules that differ, and the affairs whose result differs."""

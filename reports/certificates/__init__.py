"""Certificates of a level: written with a result, and checked without the engine."""

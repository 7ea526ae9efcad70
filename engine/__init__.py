"""Determination: possible values, conditions and three executors with one meaning."""

"""Exact analysis of what is known: what would settle a conclusion, why it holds, how far the next line is.

Everything here is a pure function of a program and what is known of one affair; nothing guesses, and what is too
large to be computed exactly says so instead.
"""

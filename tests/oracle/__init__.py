"""An oracle for the level: what follows from facts, written from the law and from the meaning of facts alone.

It shares no code with the package it judges: it imports nothing of it. Sources: 特定個人情報保護評価に関する規則
(平成26年特定個人情報保護委員会規則第1号, in force 2025-04-01), 番号法第28条, the ガイドライン（行政機関等編）別添2, and the law of
facts: a fact is the set of values it may still have; sources that contradict one another leave everything any of them
allows; a list is whole only where its source or its count says so; an answer speaks of the day it was given.

Where the law (or the meaning of a record) is open, :mod:`oracle.readings` names the question and its answers.
"""

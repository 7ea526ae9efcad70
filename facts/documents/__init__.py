"""Reading assessments (評価書) out of the files people keep them in."""

"""Reading published assessments (評価書) as text into facts with their lines."""

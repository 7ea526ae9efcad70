"""The table 変更箇所: its pages, its cells where they are set apart, and its rows where they are not."""

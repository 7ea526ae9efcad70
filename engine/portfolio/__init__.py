"""Many affairs at once: tables, checks across affairs, deadlines of all."""

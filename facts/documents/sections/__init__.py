"""Parts of one assessment: sections, headings, annexes."""

"""Views over results: text, JSON, HTML, Excel."""

"""PDF: characters and ruled lines of a page, cells and rows made of them."""

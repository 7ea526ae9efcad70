"""Messages in two languages: the code writes English, this room says it in Japanese."""

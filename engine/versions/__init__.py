"""Two records of one affair compared: what differs and what follows."""

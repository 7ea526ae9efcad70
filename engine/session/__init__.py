"""One affair whose facts arrive one by one: session, events, interview."""

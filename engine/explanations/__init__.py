"""Why a conclusion holds: the reasons as a tree of sentences, and sources that contradict."""

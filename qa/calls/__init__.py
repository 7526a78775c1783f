"""What other programs ask for, over HTTP and as desktop assistants, and how they are told."""

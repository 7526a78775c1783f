"""Where the words of an answer stand: the source panel, and a document opened at its quote."""

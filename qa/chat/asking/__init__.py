"""The conversation: questions, answers as they grow, who writes them."""

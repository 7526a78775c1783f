"""The settings on the page: who writes, how strictly, and how the page looks."""

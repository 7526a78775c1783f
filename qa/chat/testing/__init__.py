"""The tests of the page: answers that become cases, running them, and what they come to."""

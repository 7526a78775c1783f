"""How questions and reports are worded: stems, names, numbers, speakers, negation, quotations."""

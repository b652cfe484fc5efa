"""A rehearsal: a whole election of a charter with made-up members, through the real office.

Before an election it shows an organisation what will happen, with its own charter and at its own size; it is the demo
too. Only the people, their returns and their papers are made up, from a seed; everything else is the product at work.
"""

"""A short document, and a question that its first sentence answers."""

BRIDGE = "The bridge over the Orontes was built in 1921 by French engineers. It is 84 metres long and made of stone."
QUESTION = "When was the bridge over the Orontes built?"

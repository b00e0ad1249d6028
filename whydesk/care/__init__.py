"""The four steps we owe a customer for whom it burns, and the weeks of care after."""

"""When something happens, and conditions hold, then one of a few verbs."""

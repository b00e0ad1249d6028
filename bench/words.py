"""Words that are searched for: one in three messages, one in very many."""

RARE_WORD = "zebrawood"
COMMON_WORD = "счета"

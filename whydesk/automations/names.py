"""How people, teams and saved replies are called in the sentences of rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Names:
    """Names by key; what is gone is called as it was when the rule was written."""

    people: Mapping[int, str] = field(default_factory=dict)
    teams: Mapping[int, str] = field(default_factory=dict)
    replies: Mapping[int, str] = field(default_factory=dict)
    former: Mapping[str, str] = field(default_factory=dict)

    def person(self, key: int) -> str:
        return self.people.get(key) or self._former("person", key)

    def team(self, key: int) -> str:
        return self.teams.get(key) or self._former("team", key)

    def reply(self, key: int) -> str:
        return self.replies.get(key) or self._former("reply", key)

    def _former(self, noun: str, key: int) -> str:
        return self.former.get(f"{noun} {key}", "?")

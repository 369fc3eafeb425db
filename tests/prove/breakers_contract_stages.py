"""How to break what is kept of stages and the moves between them, one for each requirement it proves."""

from __future__ import annotations

from tests.prove.breakers import POLICY, Breaker, Edit

PATHWAY = f"{POLICY}/cambridgeshire/tracks/pathway.yaml"

BREAKERS: dict[str, Breaker] = {
    "CAM-23": Edit("supportfirst/casework/bridge/case_moves.py", "told=told,", 'told="No stage",'),
    "CAM-34": Edit(
        "supportfirst/casework/queries/child_stages.py",
        "        if self.move.is_open:",
        "        if self.move.is_open and not self.move.title.startswith('Choose the attendance'):",
    ),
}

"""Each role's rights, written out a second time by hand, and the page of roles that comes from the table."""

from __future__ import annotations

from supportfirst.casework.access.rights import OF_OWN_CLASSES, RIGHTS, SECOND_STEP, Right, rights_table
from supportfirst.casework.store.models import Role

# One letter a right, in the order of `Right`; a dot where the role has it not. Changed only on purpose.
#                        take record correct authorise registers pupil contacts edit log send worklist act
#                        numbers restricted watch-list import export school users audit own-service
#                        give-rewards set-rewards
EXPECTED = {
    "teacher":            "T....P..L..............",
    "pastoral":           "TR..GPC.LMWAN........Y.",
    "attendance_officer": "TRK.GPCELMWAN..IX....Y.",
    "attendance_lead":    "TRKHGPCELMWAN.OIX....YB",
    "champion":           "TRKHGPCELMWAN.OIXS...YB",
    "senco":              "....GPC.L.W.N..........",
    "dsl":                "....GPC.L.W.NZO.X..D...",
    "head":               "TRKHGPCELMWANZOIXS.D.YB",
    "governor":           "............N..........",
    "authority_officer":  "....GPC.L.WAN...X......",
    "principal_officer":  "....GPC.L.WAN...X..D...",
    "legal_panel":        ".....PC...W.N..........",
    "cme_officer":        "....GPC.L.W.N...X......",
    "send_team":          "....................V..",
    "early_help":         "....................V..",
    "virtual_school":     "....................V..",
    "social_care":        "....................V..",
    "health":             "....................V..",
    "analyst":            "............N..........",
    "administrator":      "....GPCE.......IXSUD...",
}  # fmt: skip


def test_every_role_has_the_rights_of_the_table_and_no_others():
    letters = "TRKHGPCELMWANZOIXSUDVYB"

    found = {
        role.value: "".join(
            letter if right in RIGHTS[role] else "." for right, letter in zip(Right, letters, strict=True)
        )
        for role in Role
    }

    assert found == EXPECTED


def test_the_page_of_roles_says_each_right_in_words():
    rows = {row.role: row for row in rights_table()}

    assert len(rows) == len(Role) == 20
    assert rows["Governor"].rights == ("see numbers without names",)
    assert rows["Teacher"].own_classes_only
    assert not rows["Head teacher"].own_classes_only
    assert rows["Administrator"].second_step
    assert not rows["Teacher"].second_step
    assert rows["Virtual School"].flags == ("looked_after",)
    assert rows["Head teacher"].flags == ()


def test_only_teachers_are_bound_to_their_classes():
    assert list(OF_OWN_CLASSES) == [Role.TEACHER]


def test_whoever_manages_people_takes_a_second_step():
    managing = {role for role in Role if Right.MANAGE_USERS in RIGHTS[role]}

    assert managing == {Role.ADMINISTRATOR}
    assert managing <= SECOND_STEP

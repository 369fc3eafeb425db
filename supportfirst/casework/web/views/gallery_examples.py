"""What the gallery shows: for each component, a name for each state and the options that make it.

A part that opens when a radio is chosen (`conditional`) is not shown and not used: GOV.UK Frontend's script
puts `aria-expanded` on the radio, which ARIA does not allow there. Ask on the next page, or always show it.
"""

from __future__ import annotations

from typing import Any

REASONS = [
    {"value": "ill", "text": "Illness"},
    {"value": "holiday", "text": "Holiday"},
    {"value": "other", "text": "Other"},
]
WRONG = "Choose a reason for the absence"

EXAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "back_link": {
        "usual": {"href": "#back_link"},
        "with words": {"href": "#back_link", "text": "Back to the class"},
    },
    "breadcrumbs": {
        "usual": {
            "label_text": "Where this page stands",
            "items": [
                {"text": "Schools", "href": "#breadcrumbs"},
                {"text": "Millbrook Academy", "href": "#breadcrumbs"},
                {"text": "Year 9"},
            ],
        },
        "collapsed on a phone": {
            "label_text": "Where this page stands, in short",
            "collapse_on_mobile": True,
            "items": [
                {"text": "Schools", "href": "#breadcrumbs"},
                {"text": "Millbrook Academy", "href": "#breadcrumbs"},
            ],
        },
    },
    "button": {
        "primary": {"text": "Save", "type": "button"},
        "secondary": {"text": "Preview", "type": "button", "classes": "govuk-button--secondary"},
        "warning": {"text": "Strike out this mark", "type": "button", "classes": "govuk-button--warning"},
        "a link": {"text": "Take the register", "href": "#button"},
        "start": {"text": "Start now", "href": "#button", "is_start_button": True},
        "disabled": {"text": "Sent already", "type": "button", "disabled": True},
    },
    "checkboxes": {
        "with hints": {
            "name": "tried",
            "fieldset": {"legend": {"text": "What was tried?"}},
            "hint": "Choose all that apply",
            "values": ["text"],
            "items": [
                {"value": "call", "text": "Telephone", "hint": "Answered or not"},
                {"value": "text", "text": "Text message"},
                {"divider": "or"},
                {"value": "nothing", "text": "Nothing", "behaviour": "exclusive"},
            ],
        },
        "with an error, small": {
            "name": "tried-wrong",
            "classes": "govuk-checkboxes--small",
            "fieldset": {"legend": {"text": "What was tried before?"}},
            "error_message": "Choose what was tried",
            "items": [{"value": "call", "text": "Telephone"}, {"value": "visit", "text": "Visit"}],
        },
    },
    "date_input": {
        "with a value": {
            "id": "born",
            "name_prefix": "born",
            "fieldset": {"legend": {"text": "Date of birth"}},
            "hint": "For example, 31 3 2012",
            "values": {"day": "3", "month": "9", "year": "2012"},
        },
        "with an error in one box": {
            "id": "met",
            "name_prefix": "met",
            "fieldset": {"legend": {"text": "Day of the meeting"}},
            "error_message": "Day of the meeting must include a year",
            "items": [
                {"name": "day", "value": "3"},
                {"name": "month", "value": "9"},
                {"name": "year", "error": True},
            ],
        },
    },
    "details": {
        "closed": {
            "summary_text": "Why is this child here?",
            "text": "9 sessions missed without a known reason.",
        },
        "open": {
            "summary_text": "What counts as a session?",
            "text": "A morning or an afternoon.",
            "open": True,
        },
    },
    "error_message": {"usual": {"text": "Enter the number of minutes"}},
    "error_summary": {
        "usual": {
            "disable_auto_focus": True,
            "error_list": [
                {"text": WRONG, "href": "#why-wrong"},
                {"text": "This child was marked by somebody else a minute ago. Look again before you save."},
            ],
        }
    },
    "fieldset": {
        "usual": {"legend": {"text": "Address of the second home", "classes": "govuk-fieldset__legend--m"}}
    },
    "file_upload": {
        "usual": {"name": "register-file", "label": "Register file", "hint": "CSV or Excel, at most 10 MB"},
        "with an error": {
            "name": "register-file-wrong",
            "label": "Register file of last week",
            "error_message": "The file has no column of dates",
        },
    },
    "footer": {
        "with words": {"meta": {"text": "Kept by the attendance team of Millbrook Academy (invented)."}}
    },
    "header": {"usual": {"logo_text": "Supportfirst", "url": "#header"}},
    "hint": {"usual": {"text": "As on the birth certificate"}},
    "input": {
        "with a hint": {
            "name": "upn",
            "label": "UPN",
            "hint": "13 characters, beginning with a letter",
            "spellcheck": False,
        },
        "with an error": {
            "name": "late",
            "label": "Minutes late",
            "value": "soon",
            "inputmode": "numeric",
            "classes": "govuk-input--width-3",
            "suffix": "minutes",
            "error_message": "Minutes late must be a whole number",
        },
        "disabled": {"name": "urn", "label": "School number", "value": "100001", "disabled": True},
    },
    "inset_text": {
        "usual": {"text": "The register closes at 9.30. Marks after that are late after registration."}
    },
    "label": {"usual": {"text": "A label alone", "for": "upn"}},
    "notification_banner": {
        "worth knowing": {
            "text": "The calendar of next year is missing.",
            "title_id": "banner-1",
            "title_heading_level": 3,
        },
        "done": {
            "type": "success",
            "text": "Register of 9B saved at 8.52.",
            "title_id": "banner-2",
            "title_heading_level": 3,
            "disable_auto_focus": True,
        },
    },
    "pagination": {
        "numbered": {
            "landmark_label": "Pages of the worklist",
            "previous": {"href": "#pagination"},
            "next": {"href": "#pagination"},
            "items": [
                {"number": 1, "href": "#pagination"},
                {"ellipsis": True},
                {"number": 7, "href": "#pagination", "current": True},
                {"number": 8, "href": "#pagination"},
            ],
        },
        "before and after": {
            "landmark_label": "Weeks",
            "previous": {"href": "#pagination", "text": "Previous week", "label_text": "3 to 7 March"},
            "next": {"href": "#pagination", "text": "Next week", "label_text": "17 to 21 March"},
        },
    },
    "panel": {
        "usual": {
            "title_text": "Register complete",
            "text": "28 present, 1 late, 2 absent",
            "heading_level": 3,
        }
    },
    "password_input": {"usual": {"name": "password", "label": "Password"}},
    "phase_banner": {"usual": {"tag": "Sample", "text": "Everybody on this page is invented."}},
    "radios": {
        "with a divider": {
            "name": "why",
            "fieldset": {"legend": {"text": "Why was Ada away?"}},
            "value": "other",
            "items": [*REASONS[:2], {"divider": "or"}, REASONS[2]],
        },
        "with an error": {
            "name": "why-wrong",
            "fieldset": {"legend": {"text": "Why was Bartholomew away?"}},
            "error_message": WRONG,
            "items": REASONS,
        },
        "in a line, small": {
            "name": "seen",
            "classes": "govuk-radios--inline govuk-radios--small",
            "fieldset": {"legend": {"text": "Was the child seen?"}},
            "items": [{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}],
        },
    },
    "select": {
        "usual": {"name": "reason", "label": "Reason", "items": REASONS, "value": "holiday"},
        "with an error": {
            "name": "reason-wrong",
            "label": "Second reason",
            "items": REASONS,
            "error_message": WRONG,
        },
    },
    "service_navigation": {
        "with a current page": {
            "navigation_id": "navigation-example",
            "navigation_label": "Example of navigation",
            "navigation": [
                {"text": "This morning", "href": "#service_navigation", "current": True},
                {"text": "Worklist", "href": "#service_navigation"},
            ],
        }
    },
    "skip_link": {"seen when focused": {"href": "#skip_link", "text": "Skip to this example"}},
    "summary_list": {
        "with actions": {
            "rows": [
                {
                    "key": "Preferred name",
                    "value": "Ada",
                    "actions": {
                        "items": [
                            {
                                "text": "Change",
                                "href": "#summary_list",
                                "visually_hidden_text": "preferred name",
                            }
                        ]
                    },
                },
                {"key": "Class", "value": "9B"},
            ]
        },
        "as a card": {
            "card": {"title": {"text": "First contact", "heading_level": 3}},
            "rows": [{"key": "Telephone", "value": "01632 960123"}, {"key": "Language", "value": "Welsh"}],
        },
    },
    "table": {
        "with numbers": {
            "caption": "Sessions missed this term",
            "first_cell_is_header": True,
            "head": [
                "Class",
                {"text": "Possible", "format": "numeric"},
                {"text": "Missed", "format": "numeric"},
            ],
            "rows": [
                ["9A", {"text": "3,360", "format": "numeric"}, {"text": "201", "format": "numeric"}],
                ["9B", {"text": "3,248", "format": "numeric"}, {"text": "187", "format": "numeric"}],
            ],
        }
    },
    "tag": {
        "overdue": {"text": "Overdue", "classes": "govuk-tag--red"},
        "due": {"text": "Due today", "classes": "govuk-tag--orange"},
        "new": {"text": "New", "classes": "govuk-tag--blue"},
        "on hold": {"text": "On hold", "classes": "govuk-tag--grey"},
        "done": {"text": "Done", "classes": "govuk-tag--green"},
        "not a state": {"text": "Restricted note", "classes": "sf-tag-outline"},
    },
    "task_list": {
        "usual": {
            "items": [
                {"title": "Calendar of the year", "href": "#task_list", "status": "Completed"},
                {
                    "title": "Named people",
                    "hint": "The attendance champion is missing",
                    "href": "#task_list",
                    "status": {"tag": {"text": "Incomplete", "classes": "govuk-tag--blue"}},
                },
                {
                    "title": "First register",
                    "status": {
                        "text": "Cannot start yet",
                        "classes": "govuk-task-list__status--cannot-start-yet",
                    },
                },
            ]
        }
    },
    "textarea": {
        "usual": {"name": "notes", "label": "Notes", "rows": 3, "value": "Grandmother rang at 8.40."},
        "with an error": {
            "name": "notes-wrong",
            "label": "Reason for the change",
            "rows": 2,
            "error_message": "Enter why the mark was changed",
        },
    },
    "warning_text": {"usual": {"text": "Do not call the first contact: a court order forbids it."}},
}

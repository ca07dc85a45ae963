"""Which single files of npm packages the pages use, and under which name they are kept.

`pendopo vendor` copies them from node_modules to settings.VENDOR_DIR. An icon that a template
needs is added here once; `{% icon %}` refuses any other name.
"""

FILES = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "inter.woff2": "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2",
    "licences/htmx.txt": "htmx.org/LICENSE",
    "licences/inter.txt": "@fontsource-variable/inter/LICENSE",
    "licences/tabler-icons.txt": "@tabler/icons/LICENSE",
}

# fmt: off
ICONS = frozenset(
    [
        "alert-triangle", "arrow-back-up", "arrow-left", "arrow-right", "baby-carriage", "ban",
        "bell", "books", "briefcase", "building", "building-bank", "building-community",
        "building-hospital", "building-mosque", "building-store", "calendar", "calendar-event",
        "camera", "chart-bar", "check", "checklist", "chevron-down", "chevron-left",
        "chevron-right", "chevron-up", "circle-check", "circle-minus", "circle-plus", "circle-x",
        "clipboard-list", "clock", "cloud-off", "cloud-upload", "device-mobile", "dots", "download",
        "edit", "external-link", "eye", "eye-off", "file", "file-check", "file-text", "files",
        "filter", "fingerprint", "flag", "flask", "flower", "folder", "heart", "heart-handshake",
        "help", "home", "hourglass", "id", "id-badge", "inbox", "info-circle", "key", "language",
        "lifebuoy", "list", "list-check", "lock", "login", "logout", "mail", "map", "map-pin",
        "menu-2", "message", "message-circle", "minus", "moon", "news", "note", "paperclip",
        "pencil", "phone", "plus", "printer", "progress", "qrcode", "refresh", "report",
        "rosette-discount-check", "school", "search", "send", "settings", "shield-check",
        "shield-lock", "signature", "stethoscope", "sun", "template", "trash", "upload", "user",
        "user-check", "users", "wifi-off", "x",
    ]
)
# fmt: on


def icon_path(name: str) -> str:
    """Return where an icon lies inside node_modules."""
    return f"@tabler/icons/icons/outline/{name}.svg"

"""Show that something is known without showing it. Pure functions over text."""

HIDDEN = "•••"


def mask_name(name: str) -> str:
    """Keep the first word, shorten the others: "Siti R*** A***"; a single word keeps one letter."""
    words = name.split()
    if not words:
        return ""
    if len(words) == 1:
        return f"{words[0][0]}***"
    return " ".join([words[0], *(f"{word[0]}***" for word in words[1:])])


def mask_nik(number: str) -> str:
    """Keep the last four digits: the first twelve hold area and birth date."""
    return f"{'•' * 12}{number[-4:]}" if len(number) == 16 else hide(number)


def mask_contact(contact: str) -> str:
    """Shorten an e-mail address ("s•••@contoh.id") or a phone number ("•••4321")."""
    name, at, host = contact.partition("@")
    if at:
        return f"{name[:1]}{HIDDEN}@{host}"
    return f"{HIDDEN}{contact[-4:]}" if len(contact) > 6 else hide(contact)


def hide(value: str) -> str:
    """Say only that there is something."""
    return HIDDEN if value else ""

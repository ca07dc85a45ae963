"""One search box over everything an actor may see.

    index.put("case:2026-K7QM3F9T", kind="case", text="Siti Aminah 2026-K7QM3F9T", unit=path)
    index.find("siti k7qm", kinds=("case",), units=actor.units("cases.read"))

Only words are kept, never the text. A domain gives what staff may search by (names, numbers,
titles) and never a NIK, a phone number or an answer of a form.
"""

"""The command centre: numbers, doors, what is left out, who may see it, when nothing is new."""

from datetime import timedelta

import pytest

from pendopo.domains.command import actions, queries
from pendopo.domains.command import hooks as command_hooks
from pendopo.domains.command.rules import Span
from pendopo.domains.command.tests.conftest import HEAD, came_in, late
from pendopo.domains.command.views import officers
from pendopo.kernel import hooks, periods
from pendopo.kernel.actor import ANONYMOUS, Actor, Frame
from pendopo.kernel.errors import NotAllowed
from pendopo.kernel.lake import measures
from pendopo.kernel.lake.measures import checking, running, storing
from pendopo.kernel.lake.models import KeptResult

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped")]


def panel_of(key, actor=HEAD, *, chosen=None, now):
    board = queries.officers_board(actor, Span.MONTH, chosen or {}, now)
    return next(p for section in board.sections for p in section.panels if p.key == key)


def keep(code, period, value, breakdown="", parts=None):
    """Keep a result as if the engine had counted these terms: [key, rows, [term, …]]."""
    question = checking.question(measures.measure(code, periods.read(period)))
    rows = [(key, rows, *terms) for key, rows, terms in parts or [[None, value, [value]]]]
    counted = [running.part(question, row) for row in rows]
    KeptResult.objects.create(
        code=code,
        version=1,
        period=period,
        breakdown=breakdown,
        fingerprint="f",
        watermark=1,
        parts=storing.written(question.shape, "", counted),
    )


def test_without_figures_every_panel_says_what_will_come(figures, ask):
    page = ask(officers.show_page, HEAD).content.decode()
    assert "Belum ada angka untuk kurun ini." in page
    assert "Belum ada yang tercatat pada periode ini." in page
    assert "Sedang dihitung" not in page
    assert "Tidak ada yang melewati ambangnya." in page


def test_every_part_is_a_door_of_its_own(figures, ask):
    figures(late(4, (("kecamatan-talawi", 4.0),)), came_in(3))
    page = ask(officers.show_page, HEAD).content.decode()
    assert "/kerja/?tab=terlambat&amp;unit=kecamatan-talawi" in page
    assert "/kerja/?kecamatan=12.19.05" in page


def test_a_long_list_of_units_is_cut_and_says_how_many_more(figures, now):
    figures(late(15, tuple((f"unit-{n:02d}", 1.0) for n in range(15))))
    panel = panel_of("unit-kerja-0", now=now)
    assert (len(panel.bars), panel.more) == (8, 7)


def test_the_period_is_asked_of_the_fillers_once(monkeypatch, now):
    asked = []
    hook = hooks.Hook()
    hook.fill(lambda actor, since, until: asked.append((since, until)) or (came_in(1),))
    monkeypatch.setattr(hooks, "figures", hook)
    queries.officers_board(HEAD, Span.WEEK, {}, now)
    assert [until for _, until in asked] == [now]
    assert now - asked[0][0] < timedelta(days=7)


def test_a_measure_that_was_counted_is_shown_and_one_that_was_not_waits(figures, now, monkeypatch):
    monkeypatch.setattr(measures, "lived", list)
    keep("sheets-avoided", "2026-06", 120)
    numbers = {n.reading.title: n for n in panel_of("hasil-1", now=now).numbers}
    assert numbers["Lembar kertas yang dihemat"].reading.text == "120"
    assert numbers["Lembar kertas yang dihemat"].reading.simulation
    assert numbers["Layanan terintegrasi"].reading.text == "–"
    assert "Sedang dihitung" in numbers["Layanan terintegrasi"].note


def test_a_measure_is_read_and_never_counted_for_a_screen(figures, now, monkeypatch):
    monkeypatch.setattr(
        "pendopo.kernel.lake.measures.counting.compute",
        lambda *_: pytest.fail("a screen made the engine work"),
    )
    queries.officers_board(HEAD, Span.MONTH, {}, now)
    queries.public_board(now.date(), "id", {})


def test_a_chosen_measure_is_put_on_the_map(figures, now):
    figures(came_in(3))
    assert panel_of("peta-0", now=now).map.title == "Permohonan masuk"
    parts = [["12.19.05", 8, [8]], ["12.19.01", 2, [2]]]
    keep("users-active", "2026-06", 10)
    keep("users-active", "2026-06", 10, "district", parts)
    panel = panel_of("peta-0", chosen={"peta-0": 3}, now=now)
    assert {c.code: c.text for c in panel.map.cells if c.step} == {"12.19.05": "8", "12.19.01": "2"}
    assert [link.is_current for link in panel.choices] == [False, False, False, True, False]


def test_a_choice_that_is_not_there_is_the_last_one(figures, now):
    assert panel_of("peta-0", chosen={"peta-0": 99}, now=now).choices[-1].is_current


def test_the_door_of_a_measure_comes_from_whoever_has_its_page(figures, now, monkeypatch):
    hook = hooks.Hook()
    hook.fill(lambda code, period, where, actor: f"/x/{code}/{period}/{dict(where)}")
    monkeypatch.setattr(hooks, "measure_pages", hook)
    keep("sheets-avoided", "2026-06", 120)
    numbers = panel_of("hasil-1", now=now).numbers
    assert "/x/sheets-avoided/2026-06/{}" in [n.reading.address for n in numbers]


def test_the_satisfaction_index_has_its_class_and_its_respondents(figures, now):
    sums = [[None, 10, [32] * 9 + [10]]]
    keep("survey-ikm", "2026-Q2", 0, parts=sums)
    keep("survey-respondents", "2026-Q2", 10)
    panel = panel_of("hasil-0", now=now)
    assert (panel.ikm.index.text, panel.ikm.letter) == ("80,00", "B")
    assert panel.ikm.respondents.text == "10"


def test_a_trend_is_a_line_with_every_period_in_its_table(figures, ask):
    for month, number in (("2026-04", 3), ("2026-05", 5), ("2026-06", 8)):
        keep("cases-in", month, number)
    page = ask(officers.show_page, HEAD).content.decode()
    assert page.count('class="trend-dot"') == 3
    assert ">Mei 2026</a></th>" in page


def test_a_month_that_was_not_counted_interrupts_the_line_and_this_month_is_provisional(
    figures, now
):
    for month, number in (("2026-03", 2), ("2026-04", 3), ("2026-06", 8)):
        keep("cases-in", month, number)
    found = panel_of("perjalanan-0", now=now)
    dots = found.trend.dots
    assert [dot.step.short for dot in dots] == ["Mar 26", "Apr 26", "Mei 26", "Jun 26"]
    assert [dot.y is None for dot in dots] == [False, False, True, False]
    assert [dot.step.is_provisional for dot in dots] == [False, False, False, True]
    assert found.trend.line.count("M") == 1
    assert found.trouble == ""


def test_one_number_is_not_yet_a_line(figures, now):
    keep("cases-in", "2026-06", 8)
    panel = panel_of("perjalanan-0", now=now)
    assert panel.trouble == "Belum cukup periode untuk menggambar garisnya."


def test_an_officer_without_the_permission_is_refused(figures, ask):
    stranger = Actor(ref="person:x", person_id=2, frame=Frame.OFFICER, strong=True)
    for view in (officers.show_page, officers.show_wall, officers.part, officers.show_alerts):
        with pytest.raises(NotAllowed):
            ask(view, stranger)


def test_a_visitor_is_sent_to_sign_in(figures, ask):
    assert ask(officers.show_wall, ANONYMOUS).url.startswith("/masuk/")


def test_a_screen_whose_session_ended_gets_no_page_to_show(figures, ask):
    answer = ask(officers.part, ANONYMOUS, headers={"X_REQUESTED_BY": "pendopo"})
    assert answer.status_code == 401


@pytest.mark.parametrize("query", ["kurun=<script>", "pilih=x", "pilih=.9", "pilih=peta-0.-1"])
def test_nonsense_in_the_address_is_harmless(figures, ask, query):
    assert ask(officers.show_page, HEAD, f"/pusat-kendali/?{query}").status_code == 200


def test_the_wall_shows_every_slide_and_can_be_led_to_one(figures, ask):
    page = ask(officers.show_wall, HEAD).content.decode()
    assert page.count("data-slide\n") == 7
    one = ask(officers.show_wall, HEAD, "/pusat-kendali/dinding/?panel=peta").content.decode()
    assert 'data-only="peta"' in one
    assert 'data-only=""' in ask(officers.show_wall, HEAD, "/?panel=<b>").content.decode()


OURS = {"X_REQUESTED_BY": "pendopo"}


def mark_of(ask, address="/pusat-kendali/papan/", actor=HEAD):
    return ask(officers.part, actor, address, headers=OURS).headers["ETag"]


def test_a_part_that_is_opened_by_hand_leads_to_the_whole_page(figures, ask):
    answer = ask(officers.part, HEAD, "/pusat-kendali/papan/?kurun=7-hari")
    assert (answer.status_code, answer.url) == (302, "/pusat-kendali/?kurun=7-hari")


def test_nothing_new_is_answered_without_drawing(figures, ask, monkeypatch):
    mark = mark_of(ask)
    monkeypatch.setattr(queries, "officers_board", lambda *_: pytest.fail("it was drawn"))
    answer = ask(officers.part, HEAD, headers={**OURS, "IF_NONE_MATCH": mark})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == mark


def test_the_page_carries_the_mark_that_the_part_would_have(figures, ask):
    page = ask(officers.show_page, HEAD).content.decode()
    assert f"data-mark={mark_of(ask)}" in page


def test_a_mark_changes_with_what_is_shown(figures, ask, now, clock):
    seen = [mark_of(ask)]

    def is_new():
        seen.append(mark_of(ask))
        return seen[-1] not in seen[:-1]

    keep("cases-in", "2026-06", 3)
    assert is_new(), "a measure was counted"
    figures(late(63, (("kecamatan-talawi", 63.0),)))
    actions.watch_alerts(actor=HEAD, now=now - timedelta(hours=1))
    actions.watch_alerts(actor=HEAD, now=now)
    assert is_new(), "an alert was raised"
    clock.move_to(now + timedelta(minutes=6))
    assert is_new(), "time went on"
    assert mark_of(ask, "/?kurun=7-hari") != seen[-1]
    assert mark_of(ask, "/?pilih=peta-0.1") != seen[-1]
    other = Actor(
        ref="person:y",
        person_id=3,
        frame=Frame.OFFICER,
        strong=True,
        grants=frozenset({*HEAD.grants}),
    )
    assert mark_of(ask, actor=other) != seen[-1], "somebody else's figures"


def test_the_home_card_speaks_only_when_something_is_wrong(figures, now):
    assert list(command_hooks.alarm_card(HEAD)) == []
    figures(late(63))
    actions.watch_alerts(actor=HEAD, now=now - timedelta(hours=1))
    actions.watch_alerts(actor=HEAD, now=now)
    (card,) = command_hooks.alarm_card(HEAD)
    assert (card.title, card.count) == ("Keterlambatan di seluruh daerah", 1)
    assert list(command_hooks.alarm_card(ANONYMOUS)) == []

"""Components: what a page author writes, and what a reader and a screen reader get."""

from datetime import UTC, date, datetime

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from pendopo.shell import samples, shapes


def draw(text: str, **values) -> str:
    return Template(text).render(Context(values))


def wrong_form() -> forms.Form:
    form = samples.SpecimenForm({"family_card": "12"})
    form.add_error(None, "Toko ini sudah terdaftar.")
    return form


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{{ then|tanggal }}", "5 Juni 2026"),
        ("{{ then|tanggal_hari }}", "Jumat, 5 Juni 2026"),
        ("{{ then|jam }}", "00.30 WIB"),
        ("{{ then|waktu }}", "5 Juni 2026, 00.30 WIB"),
        ("{{ day|waktu }}", "4 Juni 2026"),
        ("{{ nothing|tanggal }}{{ nothing|rupiah }}{{ nothing|angka }}", "–––"),
        ("{{ 12080|angka }} {{ 3.5|angka:2 }}", "12.080 3,50"),
        ("{{ 1250000|rupiah }}", "Rp1.250.000"),
        ("{{ 55.3|persen }} {{ 1.5|lama_hari }}", "55,3% 1,5 hari"),
    ],
)
def test_filters_write_in_the_governments_zone_and_language(text, wanted):
    then = datetime(2026, 6, 4, 17, 30, tzinfo=UTC)
    assert draw(text, then=then, day=date(2026, 6, 4), nothing=None) == wanted


def test_filters_follow_the_readers_language():
    with translation.override("en"):
        assert (
            draw("{{ 12080|angka }} {{ day|tanggal }}", day=date(2026, 6, 4))
            == "12,080 4 June 2026"
        )


def test_a_question_ties_hint_and_error_to_its_control():
    page = draw("{% field form.family_card %}", form=wrong_form())
    assert '<label for="id_family_card">' in page
    assert 'id="id_family_card_helptext"' in page


def test_a_wrong_answer_is_said_beside_its_question():
    page = draw("{% field form.name %}", form=wrong_form())
    assert 'aria-invalid="true"' in page
    assert 'aria-describedby="id_name_helptext id_name_error"' in page
    assert 'id="id_name_error"' in page
    assert "Isian ini masih kosong." in page


def test_a_group_of_choices_is_a_fieldset_whose_error_leads_to_the_first_choice():
    form = wrong_form()
    assert "<fieldset" in draw("{% field form.place %}", form=form)
    assert 'href="#id_place_0"' in draw("{% error_summary form %}", form=form)


def test_the_summary_lists_the_whole_form_first_and_takes_focus():
    page = draw("{% error_summary form %}", form=wrong_form())
    assert page.index("Toko ini sudah terdaftar.") < page.index(
        "Nama usaha: Isian ini masih kosong."
    )
    assert "data-focus" in page
    assert draw("{% error_summary form %}", form=samples.SpecimenForm()).strip() == ""


def test_what_people_typed_is_escaped_everywhere():
    form = samples.SpecimenForm({"name": '<img src=x onerror="x">'})
    assert "<img" not in draw("{% form_fields form %}{% error_summary form %}", form=form)
    assert "<img" not in draw("{% alert title=t %}{{ t }}{% endalert %}", t="<img>")


def test_pages_of_a_list_keep_the_rest_of_the_address():
    request = RequestFactory().get("/berkas/", {"status": "baru", "halaman": "2"})
    page = draw("{% pager page %}", page=Paginator(range(120), 50).get_page(2), request=request)
    assert 'href="?status=baru&amp;halaman=3"' in page
    assert 'aria-current="page" href="?status=baru&amp;halaman=2"' in page
    assert "51–100 dari 120" in page


def test_one_page_needs_no_pager():
    assert draw("{% pager page %}", page=Paginator(range(3), 50).get_page(1)).strip() == ""


def test_bars_are_their_own_table():
    rows = (
        shapes.Bar(label="Talawi", value=10, address="/t/"),
        shapes.Bar(label="Sei Suka", value=5),
    )
    page = draw('{% bars rows "Per kecamatan" "orang" %}', rows=rows)
    assert "<caption>Per kecamatan" in page
    assert '<a href="/t/">Talawi</a>' in page
    assert 'width="50.00"' in page


def test_the_clock_of_days_counts_only_counted_days():
    page = draw("{% day_clock days %}", days=samples.everything({})["days"])
    assert "hari kerja ke-3" in page
    assert "hari kerja ke-4" not in page
    assert "tidak dihitung: Hari Lahir Pancasila" in page


def test_the_timeline_says_where_it_stands():
    page = draw("{% timeline moments %}", moments=samples.everything({})["moments"])
    assert page.count('aria-current="step"') == 1
    assert "2 Juni 2026, 14.30 WIB" in page


def test_a_number_is_a_door():
    page = draw('{% stat "2" "terlambat" "/berkas/?terlambat" %}')
    assert page.strip().startswith("<a ")
    assert 'href="/berkas/?terlambat"' in page


def test_a_wall_has_no_menu_and_names_no_person():
    page = render_to_string("shell/wall.html", {}, RequestFactory().get("/"))
    assert 'data-frame="wall"' in page
    assert "<nav" not in page
    assert "data-person" not in page

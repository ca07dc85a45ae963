"""The shell's own pages, for everybody who may meet them."""

import json

import pytest
from django.conf import settings
from django.test import Client

from pendopo.kernel import hooks
from pendopo.shell import offline, views
from pendopo.shell.tests.conftest import OFFICER, RESIDENT, page_of


def card(title: str, rank: int, count: int | None = None) -> hooks.HomeCard:
    return hooks.HomeCard(
        title=title, text="", address=f"/{rank}/", action="Buka", rank=rank, count=count
    )


def section(title: str) -> hooks.FrontSection:
    return hooks.FrontSection(title=title, links=(hooks.FrontLink(label="Usaha", address="/u/"),))


def test_a_visitor_is_asked_what_they_need(ask):
    hooks.front_sections.fill(lambda actor: [section("Paling sering diurus")])
    page = page_of(views.home(ask()))
    assert "Apa yang ingin Anda urus?" in page
    assert "Paling sering diurus" in page
    assert 'data-person=""' in page
    assert "/masuk/" in page


def test_an_empty_section_is_left_out(ask):
    hooks.front_sections.fill(lambda actor: [hooks.FrontSection(title="Kosong", links=())])
    assert "Kosong" not in page_of(views.home(ask()))


def test_the_most_urgent_card_is_the_next_step(ask):
    hooks.home_cards.fill(lambda actor: [card("Nanti", 50), card("Sekarang", 0, 2)])
    page = page_of(views.home(ask(actor=RESIDENT)))
    assert page.index("Langkah berikutnya") < page.index("Sekarang") < page.index("Nanti")
    assert 'data-person="person:k7qm3f9t"' in page


def test_a_resident_for_whom_nothing_waits_is_told_so(ask):
    assert "Tidak ada yang menunggu Anda" in page_of(views.home(ask(actor=RESIDENT)))


def test_an_officer_works_in_the_frame_with_the_rail(ask):
    page = page_of(views.home(ask(actor=OFFICER)))
    assert 'data-frame="officer"' in page
    assert "Kerja hari ini" in page
    assert "Cari orang, berkas, atau surat" in page


def test_the_menu_shows_only_what_belongs_to_the_frame(ask):
    items = [("Berkas", "officer"), ("Tanda tangan", "leader"), ("Urusan saya", "resident")]
    hooks.menu.fill(
        lambda actor: [
            hooks.MenuItem(label=label, address=f"/{frame}/", icon="file", frame=frame)
            for label, frame in items
        ]
    )
    resident, officer = (page_of(views.home(ask(actor=who))) for who in (RESIDENT, OFFICER))
    assert "Urusan saya" in resident
    assert "Urusan saya" not in officer
    assert "Berkas" not in resident
    assert "Tanda tangan" in officer


def test_what_does_not_fit_the_bar_of_a_phone_is_reached_by_its_last_place(ask):
    hooks.menu.fill(
        lambda actor: [
            hooks.MenuItem(
                label=f"Pintu {n}", address=f"/{n}/", icon="file", frame="officer", rank=n
            )
            for n in range(1, 7)
        ]
    )
    page = page_of(views.home(ask(actor=OFFICER)))
    bar, rest = (
        page.split(mark)[1].split("</nav>")[0] for mark in ('class="bottom"', 'class="rest"')
    )
    assert 'href="#menu-lain"' in bar
    assert bar.count("<li>") == 5
    assert "Pintu 6" in rest
    assert all(f"Pintu {n}" in bar + rest for n in range(1, 7))


def test_search_groups_hits_and_asks_nobody_without_words(ask):
    asked = []

    def find(actor, text):
        asked.append(text)
        return [hooks.SearchHit(title="Surat usaha", text="", address="/s/", kind="Layanan")]

    hooks.search.fill(find)
    assert "Surat usaha" in page_of(views.search(ask("/cari/", q=" usaha ")))
    views.search(ask("/cari/", q="  "))
    views.search(ask("/cari/", q="x" * 5_000))
    assert asked == ["usaha", "x" * 100]


def test_what_was_searched_is_escaped(ask):
    page = page_of(views.search(ask("/cari/", q="<script>x</script>")))
    assert "<script>x" not in page
    assert "Tidak ada yang cocok" in page


def test_the_page_without_signal_knows_nobody(ask):
    page = page_of(offline.no_signal(ask("/luring/", actor=OFFICER)))
    assert "Belum ada sinyal" in page
    assert OFFICER.name not in page
    assert OFFICER.ref not in page
    assert "csrfmiddlewaretoken" not in page


@pytest.mark.parametrize("number", ["", "2", "99999", "x"])
def test_the_component_page_stands(ask, number):
    page = page_of(views.components(ask("/komponen/", halaman=number)))
    assert "Komponen" in page
    assert page.count("<h1") == 1


def test_help_answers_what_the_foot_promises(ask):
    page = page_of(views.help_page(ask("/bantuan/")))
    for anchor in ("data-pribadi", "aksesibilitas"):
        assert f'id="{anchor}"' in page
        assert f'href="/bantuan/#{anchor}"' in page


def test_the_manifest_names_pictures_that_exist(ask):
    body = json.loads(page_of(views.manifest(ask("/manifest.webmanifest"))))
    assert body["display"] == "standalone"
    folder = settings.BASE_DIR / "pendopo" / "shell" / "static"
    assert all((folder / icon["src"].removeprefix("/static/")).is_file() for icon in body["icons"])


def test_the_colour_sheet_may_be_kept_for_ever():
    answer = Client().get("/warna/0b6962.css")
    assert answer.headers["Content-Type"].startswith("text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert Client().get("/warna/red}body{.css").status_code == 404


def test_a_theme_is_kept_and_the_reader_returns(ask):
    request = ask("/tampilan/", method="post", tema="dark", kembali="/bantuan/?a=1")
    answer = views.set_preference(request)
    assert answer.url == "/bantuan/?a=1"
    assert answer.cookies["tema"].value == "dark"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "javascript:x", ""])
def test_the_way_back_never_leaves_the_house(ask, address):
    assert views.set_preference(ask("/tampilan/", method="post", kembali=address)).url == "/"


def test_an_unknown_theme_or_language_is_not_kept(ask):
    answer = views.set_preference(ask("/tampilan/", method="post", tema="<b>", bahasa="xx"))
    assert answer.cookies["tema"].value == ""
    assert settings.LANGUAGE_COOKIE_NAME not in answer.cookies


def test_an_unknown_theme_in_the_cookie_is_not_drawn(ask):
    request = ask()
    request.COOKIES["tema"] = '"><script>'
    assert "data-theme" not in page_of(views.home(request))


@pytest.mark.django_db
def test_an_old_form_says_that_nothing_is_lost():
    answer = Client(enforce_csrf_checks=True).post("/tampilan/", {"tema": "dark"})
    assert answer.status_code == 403
    assert "Tidak ada yang hilang" in answer.content.decode()


@pytest.mark.django_db
def test_a_program_with_an_old_token_gets_a_problem_document():
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/tampilan/", headers={"accept": "application/json"})
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "FormExpired"


@pytest.mark.django_db
def test_a_page_that_is_not_there_is_said_in_the_readers_words():
    answer = Client().get("/tidak/ada/")
    assert answer.status_code == 404
    assert "Halaman ini tidak ada" in answer.content.decode()


def test_a_page_may_be_asked_for_its_head_only(ask):
    assert views.home(ask(method="head")).status_code == 200
    assert views.home(ask(method="post")).status_code == 405


@pytest.mark.django_db
def test_a_form_that_expired_leads_back_to_this_site_only() -> None:
    client = Client(enforce_csrf_checks=True)
    for before, back in (("/masuk/", "/masuk/"), ("//jahat.example/", "/")):
        referer = {"Referer": f"http://testserver{before}"}
        page = client.post("/masuk/", {"contact": "x"}, headers=referer)
        assert page.status_code == 403
        assert f'href="{back}"' in page.content.decode()
        assert "jahat.example" not in page.content.decode()

"""Demo sign-in: one click in a demo on this machine, nothing anywhere else."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from pendopo.domains.cases.models import Case
from pendopo.domains.evaluation import queries as evaluation
from pendopo.domains.evaluation.models import Assessment, Evidence, State
from pendopo.domains.people.models import Account
from pendopo.domains.people.tests import factories
from pendopo.kernel.actor import Actor, Grant
from pendopo.kernel.content import library
from pendopo.project import checks
from pendopo.project.demo import stamp
from pendopo.project.demo.views import PARTS as OFFERED
from pendopo.project.models import DemoStamp
from pendopo.shell import government

NOW = datetime(2026, 6, 4, 3, tzinfo=UTC)
PARTS = "/demo/masuk/"


@pytest.fixture
def demo(db, settings):
    settings.DEMO = True
    settings.PUBLIC_ADDRESS = "http://127.0.0.1:8000"
    stamp.make(NOW)
    factories.make_account(email="warga-1@contoh.invalid")


def sign_in(**headers):
    client = Client(**headers)
    return client, client.post(f"{PARTS}sebagai/", {"peran": "warga-1"})


def test_one_click_signs_in(demo):
    client, response = sign_in()
    assert response.status_code == 302
    assert client.get("/akun/").status_code == 200


def test_without_the_flag_the_door_is_not_there(demo, settings):
    settings.DEMO = False
    assert sign_in()[1].status_code == 404


def test_in_a_database_that_is_no_demo_the_door_is_not_there(demo):
    DemoStamp.objects.all().delete()
    assert sign_in()[1].status_code == 404


@pytest.mark.parametrize("address", ["https://layanan.example.go.id", "http://10.0.0.5:8000"])
def test_under_another_address_the_door_is_not_there(demo, settings, address):
    settings.PUBLIC_ADDRESS = address
    assert sign_in()[1].status_code == 404
    assert checks.demo_database_is_local(databases=["default"])[0].id == "project.E002"


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "192.168.1.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.168.1.7"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_from_another_machine_the_door_is_not_there(demo, headers):
    assert not stamp.is_local(RequestFactory(**headers).get(PARTS))
    assert sign_in(**headers)[1].status_code == 404


def test_only_offered_parts_can_be_played(demo):
    factories.make_account(email="orang@contoh.id")
    client = Client()
    response = client.post(f"{PARTS}sebagai/", {"peran": "orang@contoh.id"})
    assert response.status_code == 404


def test_a_database_with_accounts_never_becomes_a_demo(db):
    factories.make_account()
    with pytest.raises(stamp.NotEmpty):
        stamp.make(NOW)


def test_a_deployment_with_the_flag_is_refused(settings):
    settings.DEMO = True
    assert checks.demo_is_off()[0].id == "project.E001"
    settings.DEMO = False
    assert checks.demo_is_off() == []


@pytest.mark.django_db(transaction=True)
def test_the_regency_fills_through_the_rules_and_only_once(settings, tmp_path, capsys):
    settings.LAKE_DIR = tmp_path / "lake"
    list(library.load_folder(settings.CONTENT_DIR, now=NOW))
    stamp.make(NOW)
    call_command("seed_demo", "--cases", "12", "--residents", "20")
    assert Case.objects.count() == 12
    people = Account.objects.count()
    call_command("seed_demo", "--cases", "12")
    assert Case.objects.count() == 12
    assert Account.objects.count() == people
    assert "sudah terisi" in capsys.readouterr().out
    call_command("verify")
    _scores_stand()


def _scores_stand() -> None:
    """Assert that work on scores is under way: signed, judged, unreported, by people to sign in as."""
    signed = Assessment.objects.get(state=State.SIGNED)
    assert signed.signed_as == "Sekretaris Daerah (contoh)"
    assert Assessment.objects.count() >= 5
    assert Evidence.objects.filter(verdict="accepted").exists()
    assert Evidence.objects.filter(verdict="refused").exists()
    everything = Actor(grants=frozenset({Grant("evaluation.manage", "/")}))
    assert evaluation.unreported(everything, today=government.local_date(timezone.now()))
    for part in OFFERED:
        assert Account.objects.filter(email=f"{part.account}@contoh.invalid").exists(), part

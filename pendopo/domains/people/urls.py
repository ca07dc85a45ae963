"""Addresses of people. allauth looks some of them up by its own names, without a namespace."""

from django.urls import URLPattern, URLResolver, include, path

from pendopo.domains.people.views import (
    account,
    mandates,
    officers,
    organisation,
    security,
    sign_in,
)

own: list[URLPattern | URLResolver] = [
    path("masuk/kode/", sign_in.code, name="code"),
    path("masuk/bukti/", sign_in.second_proof, name="second_proof"),
    path("masuk/bukti/baru/", sign_in.start_over, name="start_over"),
    path("daftar/", sign_in.register, name="register"),
    path("masuk/sso/", security.sso, name="sso"),
    path("akun/", account.overview, name="account"),
    path("akun/profil/", account.profile, name="profile"),
    path("akun/nik/", account.nik, name="nik"),
    path("akun/kontak/", account.contact, name="contact"),
    path("akun/kontak/kode/", account.contact_code, name="contact_code"),
    path("akun/kontak/lepas/<slug:kind>/", account.contact_remove, name="contact_remove"),
    path("akun/sesi/", account.own_sessions, name="sessions"),
    path("akun/sesi/<int:pk>/akhiri/", account.own_session_end, name="session_end"),
    path("akun/akses/", account.looks, name="looks"),
    path("akun/mandat/", mandates.overview, name="mandates"),
    path("akun/mandat/orang/", mandates.add_ward, name="add_ward"),
    path("akun/mandat/usaha/", mandates.add_business, name="add_business"),
    path("akun/mandat/<int:pk>/akhiri/", mandates.end, name="mandate_end"),
    path("akun/pengaman/kode-cadangan/", security.recovery_codes, name="recovery_codes"),
    path("orang/", officers.find, name="find"),
    path("orang/<slug:key>/", officers.person, name="person"),
    path("orang/<slug:key>/nik/", officers.reveal, name="reveal"),
    path("orang/<slug:key>/ktp/", officers.seen, name="seen"),
    path("orang/<slug:key>/dukcapil/", officers.ask_registry, name="ask_registry"),
    path("orang/<slug:key>/nomor/", officers.reopen, name="reopen"),
    path("orang/<slug:key>/usaha/", officers.add_business, name="person_business"),
    path("orang/<slug:key>/mandat/<int:pk>/", officers.mandate_seen, name="mandate_seen"),
    path("orang/<slug:key>/mandat/<int:pk>/akhiri/", officers.mandate_over, name="mandate_over"),
    path("unit/", organisation.tree, name="tree"),
    path("unit-baru/", organisation.found, name="found"),
    path("unit/<slug:code>/", organisation.agency, name="agency"),
    path("unit/<slug:code>/jabatan/", organisation.add_post, name="add_post"),
    path("unit/<slug:code>/jabatan/<int:pk>/", organisation.appoint, name="appoint"),
    path("unit/<slug:code>/pejabat/<int:pk>/", organisation.leave, name="leave"),
    path("unit/<slug:code>/cabut/<int:pk>/", organisation.revoke, name="revoke"),
]

# The names are those under which allauth redirects and links.
for_allauth: list[URLPattern | URLResolver] = [
    path("masuk/", sign_in.sign_in, name="account_login"),
    path("daftar/", sign_in.register, name="account_signup"),
    path("keluar/", sign_in.sign_out, name="account_logout"),
    path("masuk/pengaman/", security.authenticate, name="mfa_authenticate"),
    path("masuk/passkey/", security.passkey_sign_in, name="mfa_login_webauthn"),
    path("masuk/ulang/", security.reauthenticate, name="account_reauthenticate"),
    path("masuk/ulang/kode/", security.reauthenticate, name="mfa_reauthenticate"),
    path("masuk/ulang/passkey/", security.reauthenticate_passkey, name="mfa_reauthenticate_webauthn"),
    path("akun/pengaman/", security.overview, name="mfa_index"),
    path("akun/pengaman/totp/", security.totp_add, name="mfa_activate_totp"),
    path("akun/pengaman/totp/lepas/", security.totp_remove, name="mfa_deactivate_totp"),
    path("akun/pengaman/passkey/", security.passkeys, name="mfa_list_webauthn"),
    path("akun/pengaman/passkey/tambah/", security.passkey_add, name="mfa_add_webauthn"),
    path("akun/pengaman/passkey/<int:pk>/lepas/", security.passkey_remove, name="mfa_remove_webauthn"),
    path("akun/pengaman/kode-cadangan/", security.recovery_codes, name="mfa_view_recovery_codes"),
    path("masuk/sso/<slug:provider_id>/", security.sso, name="openid_connect_login"),
    path("masuk/sso/<slug:provider_id>/kembali/", security.sso_callback, name="openid_connect_callback"),
    path("masuk/sso-batal/", security.sso_cancelled, name="socialaccount_login_cancelled"),
    path("masuk/sso-gagal/", security.sso_failed, name="socialaccount_login_error"),
    path("masuk/sso-baru/", security.sso_conflict, name="socialaccount_signup"),
]  # fmt: skip

urlpatterns: list[URLPattern | URLResolver] = [
    *for_allauth,
    path("", include((own, "people"))),
]

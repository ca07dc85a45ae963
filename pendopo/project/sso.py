"""The regional or national single sign-on (OpenID Connect), if the environment names one."""

from typing import Any

from pendopo.project import env


def providers() -> dict[str, Any]:
    """Return allauth's providers from PENDOPO_OIDC_SERVER, _CLIENT, _SECRET and _NAME; {} without.

    SERVER is the issuer's address; its /.well-known/openid-configuration tells the rest.
    """
    server = env.text("OIDC_SERVER")
    if not server:
        return {}
    app = {
        "provider_id": "sso",
        "name": env.text("OIDC_NAME", "SSO pemerintah"),
        "client_id": env.text("OIDC_CLIENT"),
        "secret": env.text("OIDC_SECRET"),
        "settings": {"server_url": server},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}

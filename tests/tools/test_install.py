"""uv finds the packages where pip was told to look."""

from tools.install import environment


def test_what_pip_was_told_is_passed_on() -> None:
    pip = {
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "https://a.example/simple https://b.example/simple",
        "find-links": "/wheels /more",
        "cert": "/etc/ca.pem",
        "default-timeout": "60",
    }
    found = environment({"PATH": "/bin"}, pip)
    assert found["UV_DEFAULT_INDEX"] == "https://mirror.example/simple"
    assert found["UV_INDEX"] == "https://a.example/simple https://b.example/simple"
    assert found["UV_FIND_LINKS"] == "/wheels,/more"
    assert found["SSL_CERT_FILE"] == "/etc/ca.pem"
    assert found["PATH"] == "/bin"
    assert not [name for name in found if "TIMEOUT" in name]


def test_what_the_user_told_uv_itself_wins() -> None:
    found = environment({"UV_DEFAULT_INDEX": "https://mine.example"}, {"index-url": "https://mirror.example"})
    assert found["UV_DEFAULT_INDEX"] == "https://mine.example"


def test_without_any_configuration_uv_decides() -> None:
    assert "UV_DEFAULT_INDEX" not in environment({}, {})

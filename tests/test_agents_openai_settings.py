"""Where the openai team's settings come from, and that keys show nowhere."""

import argparse
import json
from typing import Any

import pytest

from agents.openai.flags import FIELDS, add_options
from agents.openai.settings import NO_KEY, OPENAI_URL, RoleSettings, choose_team, resolve
from codec.errors import UsageError

KEY = "sk-very-secret-1234567890"


def parse(*arguments: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_options(parser)
    return parser.parse_args(arguments)


def test_every_setting_of_a_role_has_an_option() -> None:
    """Options stand apart from the settings, so that help need not load those."""
    assert tuple(name for name in RoleSettings.model_fields if name not in ("role", "prompt")) == FIELDS


def test_option_beats_environment_beats_config_beats_default() -> None:
    environ = {"MUBPP_CHAT": "from-environment", "OPENAI_API_KEY": KEY}
    config = {"openai": {"chat": "from-config", "detail": "low", "critic": {"chat": "critic-config"}}}
    settings = resolve(parse("--chat", "from-option"), environ=environ, config=config)
    assert settings.roles["critic"].chat == "from-option"
    settings = resolve(parse(), environ=environ, config=config)
    assert settings.roles["critic"].chat == "from-environment"
    settings = resolve(None, environ={}, config=config)
    assert (settings.roles["critic"].chat, settings.roles["describer"].chat) == ("critic-config", "from-config")
    assert settings.roles["critic"].detail == "low"
    assert settings.roles["critic"].base_url == OPENAI_URL
    assert settings.origins["critic.chat"] == "config [openai.critic]"
    assert settings.origins["critic.base_url"] == "default"


def test_an_agent_reference_names_the_model() -> None:
    references = {"critic": "gpt-6-luna", "renderer": "gpt-image-2"}
    settings = resolve(parse("--chat", "other"), environ={}, config={}, references=references)  # type: ignore[arg-type]
    assert settings.roles["critic"].asked_of == "gpt-6-luna"
    assert settings.roles["renderer"].asked_of == "gpt-image-2"
    assert settings.roles["describer"].asked_of == "other"
    assert settings.origins["critic.chat"] == "--critic"


def test_both_names_of_the_base_url_are_read_and_the_official_one_wins() -> None:
    environ = {"OPENAI_API_BASE": "http://old/v1", "OPENAI_BASE_URL": "http://new/v1"}
    assert resolve(None, environ=environ, config={}).roles["critic"].base_url == "http://new/v1"
    del environ["OPENAI_BASE_URL"]
    assert resolve(None, environ=environ, config={}).roles["critic"].base_url == "http://old/v1"


def test_keys_show_nowhere() -> None:
    settings = resolve(parse("--api-key", KEY), environ={}, config={})
    shown = [settings.explain(), json.dumps(settings.public()), repr(settings), str(settings.roles["critic"])]
    assert not any(KEY in text for text in shown)
    assert "set" in settings.explain()
    assert settings.public()["critic"]["api_key"] == "set"
    assert settings.roles["critic"].key_to_send.get_secret_value() == KEY


def test_a_general_key_does_not_follow_a_role_to_another_host() -> None:
    arguments = parse("--describer-base-url", "http://elsewhere/v1")
    settings = resolve(arguments, environ={"OPENAI_API_KEY": KEY}, config={})
    assert settings.roles["describer"].key_to_send.get_secret_value() == NO_KEY
    assert settings.roles["critic"].key_to_send.get_secret_value() == KEY
    assert "--describer-api-key" in settings.explain()
    own = resolve(
        parse("--describer-base-url", "http://elsewhere/v1", "--describer-api-key", "sk-own-987654"),
        environ={"OPENAI_API_KEY": KEY},
        config={},
    )
    assert own.roles["describer"].key_to_send.get_secret_value() == "sk-own-987654"
    general = resolve(parse("--base-url", "http://gateway/v1"), environ={"OPENAI_API_KEY": KEY}, config={})
    assert general.roles["describer"].key_to_send.get_secret_value() == KEY


def test_prompt_variants() -> None:
    settings = resolve(
        parse("--prompt", "critic=terse"), environ={}, config={"openai": {"describer": {"prompt": "raster"}}}
    )
    assert settings.roles["critic"].prompt == "terse"
    assert settings.roles["describer"].prompt == "raster"


@pytest.mark.parametrize(
    ("arguments", "config", "complaint"),
    [
        (["--base-url", "localhost:8000"], {}, "must begin with http"),
        (["--base-url", "http://me:pass@host/v1"], {}, "no user, password"),
        (["--base-url", "http://host/v1?key=1"], {}, "no user, password"),
        (["--detail", "huge"], {}, "detail"),
        (["--max-output-tokens", "many"], {}, "max_output_tokens"),
        (["--api-key", "sk-two words"], {}, "spaces"),
        (["--prompt", "poet=x"], {}, "ROLE=VARIANT"),
        ([], {"openai": {"modell": "x"}}, "'modell'"),
        ([], {"openai": {"critic": {"modell": "x"}}}, "'modell'"),
        ([], {"openai": {"critic": 3}}, "must be a table"),
        ([], {"openai": 3}, "must be a table"),
    ],
)
def test_impossible_values_cost_one_line(arguments: list[str], config: dict[str, Any], complaint: str) -> None:
    with pytest.raises(UsageError) as caught:
        resolve(parse(*arguments), environ={}, config=config)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "pass" not in str(caught.value).replace("password", "")


def test_auto_says_which_team_and_why() -> None:
    assert choose_team({}, {}) == (
        "sketch",
        "because neither a key nor a base URL is set (set OPENAI_API_KEY or OPENAI_BASE_URL)",
    )
    for environ in ({"OPENAI_API_KEY": KEY}, {"OPENAI_BASE_URL": "http://x/v1"}, {"OPENAI_API_BASE": "http://x/v1"}):
        name, why = choose_team(environ, {})
        assert name == "openai"
        assert next(iter(environ)) in why
        assert KEY not in why
    assert choose_team({}, {"openai": {"base_url": "http://x/v1"}})[0] == "openai"
    assert choose_team({"OPENAI_API_KEY": ""}, {})[0] == "sketch"
    said = argparse.Namespace(openai_api_key=None, openai_base_url="http://x/v1")
    assert choose_team({}, {}, said) == ("openai", "because --base-url is given (--team sketch works without)")

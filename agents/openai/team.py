"""Builds the openai team's four agents from settings and a wire; decides nothing about who plays."""

from pathlib import Path
from typing import Any

from agents.openai.chat import Chat
from agents.openai.compressor import OpenAICompressor
from agents.openai.critic import OpenAICritic
from agents.openai.describer import OpenAIDescriber
from agents.openai.images import ImageModel
from agents.openai.renderer import OpenAIRenderer
from agents.openai.settings import RoleSettings, Settings
from agents.protocols import Terms
from agents.roles import Role
from agents.wire.transport import Wire
from codec.errors import UsageError
from prompts.loader import Prompt, load_prompt


class OpenAITeam:
    """Makes the agents of one run, each when it is asked for: a mixed team needs only some."""

    def __init__(
        self, settings: Settings, *, wire: Wire, prompt_folder: Path | None = None, langsmith: bool = False
    ) -> None:
        """`prompt_folder` holds prompts of the user's own; `langsmith` lets LangChain's tracing do as configured."""
        self._settings = settings
        self._wire = wire
        self._folder = prompt_folder
        self._langsmith = langsmith

    def make_describer(self) -> OpenAIDescriber:
        """Make the describer."""
        settings = self._settings.roles["describer"]
        return OpenAIDescriber(settings, chat=self._make_chat(settings), prompt=self.load_prompt("describer"))

    def make_compressor(self) -> OpenAICompressor:
        """Make the compressor."""
        settings = self._settings.roles["compressor"]
        return OpenAICompressor(settings, chat=self._make_chat(settings), prompt=self.load_prompt("compressor"))

    def make_renderer(self) -> OpenAIRenderer:
        """Make the renderer."""
        settings = self._settings.roles["renderer"]
        return OpenAIRenderer(image_model=ImageModel(settings, wire=self._wire), prompt=self.load_prompt("renderer"))

    def make_critic(self) -> OpenAICritic:
        """Make the critic."""
        settings = self._settings.roles["critic"]
        return OpenAICritic(settings, chat=self._make_chat(settings), prompt=self.load_prompt("critic"))

    def load_prompt(self, role: Role) -> Prompt:
        """Load the variant of a role's prompt that the settings name."""
        settings = self._settings.roles[role]
        own = Path(settings.prompt_folder) if settings.prompt_folder else self._folder
        return load_prompt(f"{role}.{settings.prompt}" if settings.prompt else role, folder=own)

    def _make_chat(self, settings: RoleSettings) -> Chat:
        """Make a role's line to its chat model."""
        return Chat(
            settings,
            wire=self._wire,
            protocol=load_prompt("protocol", folder=self._folder),
            langsmith=self._langsmith,
        )


def hire(role: Role, argument: str, terms: Terms) -> Any:
    """Hire the openai player of a role; `argument` names its model, "" leaves that to the settings.

    Raises UsageError if the terms have no wire to ask over.
    """
    if terms.models is None or terms.wire is None:
        raise UsageError(f"an openai {role} can't play here: there is no wire to an endpoint")
    settings = terms.models.naming(role, argument) if argument else terms.models
    team = OpenAITeam(settings, wire=terms.wire)
    makers = {
        "describer": team.make_describer,
        "compressor": team.make_compressor,
        "renderer": team.make_renderer,
        "critic": team.make_critic,
    }
    return makers[role]()

"""Builds the openai team's four agents from settings and a wire; decides nothing about who plays."""

from collections.abc import Collection
from pathlib import Path

from agents.openai.chat import Chat, Manners
from agents.openai.compressor import OpenAICompressor
from agents.openai.critic import OpenAICritic
from agents.openai.describer import OpenAIDescriber
from agents.openai.images import ImageModel
from agents.openai.renderer import OpenAIRenderer
from agents.openai.settings import Role, RoleSettings, Settings
from agents.wire.transport import Wire
from prompts import Prompt, load_prompt


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
        self._manners = Manners()

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
        variant = self._settings.roles[role].prompt
        return load_prompt(f"{role}.{variant}" if variant else role, folder=self._folder)

    def hash_prompts(self, roles: Collection[Role] | None = None) -> dict[str, str]:
        """Return the SHA-256 of the prompts that are used, by role (and of the words added to any), for the trace."""
        wanted = [role for role in self._settings.roles if roles is None or role in roles]
        hashes: dict[str, str] = {role: self.load_prompt(role).sha256 for role in wanted}
        hashes["protocol"] = load_prompt("protocol", folder=self._folder).sha256
        return hashes

    def _make_chat(self, settings: RoleSettings) -> Chat:
        """Make a role's line to its chat model."""
        return Chat(
            settings,
            wire=self._wire,
            protocol=load_prompt("protocol", folder=self._folder),
            manners=self._manners,
            langsmith=self._langsmith,
        )

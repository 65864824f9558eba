"""A describer that lets another one name things, and searches their colours, sizes and places itself.

`refine:openai` asks a model what is in the picture and `sketch.refine` how the embedded painter should be told; it
makes sense only where that painter draws. It knows nothing of how the other describer comes to its words.
"""

from typing import Any

from agents.fit import join_phrases
from agents.protocols import AnswerRequest, Describer, DescribeRequest, Terms
from agents.registry import hire as hire_other
from agents.roles import Role
from codec.errors import UsageError
from sketch.parse import parse
from sketch.refine import refine
from sketch.scene import Scene
from sketch.speak import speak
from traces.dialogue import Answer, Phrase, Proposal

_Words = list[tuple[Phrase, list[str]]]
"""Phrases, each with the words of one sort in it that nothing was said for yet."""


class RefiningDescriber:
    """Passes on what another describer names, in words that place it better."""

    def __init__(self, other: Describer) -> None:
        self._other = other

    def propose(self, request: DescribeRequest) -> Proposal:
        """Propose the other's phrases, refined within the budget; those that don't fit follow as they were said."""
        proposal = self._other.propose(request)
        said = join_phrases([phrase.text for phrase in proposal.phrases])
        found = refine(request.original, said, meter=request.meter)
        if found.description == said:
            return proposal
        phrases = rewrite(proposal.phrases, parse(found.description).scene)
        gain = f"placing it by search: {found.before:.3f} to {found.after:.3f}"
        return Proposal(phrases=phrases, note=f"{proposal.note} ({gain})" if proposal.note else gain)

    def answer(self, request: AnswerRequest) -> Answer:
        """Let the other answer: what may be cut is a matter of meaning."""
        return self._other.answer(request)


def rewrite(phrases: tuple[Phrase, ...], scene: Scene) -> tuple[Phrase, ...]:
    """Say a scene in phrases that keep the worth and kind of those that named its nouns; append what it leaves out."""
    readings = [(phrase, parse(phrase.text).scene) for phrase in phrases]
    named: _Words = [(phrase, [clause.noun for clause in read.clauses]) for phrase, read in readings]
    moods: _Words = [(phrase, list(read.moods)) for phrase, read in readings]
    found = [_taken(clause.noun, named, text=speak(clause)) for clause in scene.clauses]
    found += [_taken(mood, moods, text=mood) for mood in scene.moods]
    used = {source.text for _, source in found if source}
    spare = [phrase for phrase in phrases if phrase.text not in used]
    said = (*(phrase for phrase, _ in found), *spare)
    return tuple({phrase.text: phrase for phrase in said}.values())


def _taken(word: str, where: _Words, *, text: str) -> tuple[Phrase, Phrase | None]:
    """Say a text with the worth of the first phrase that has a word, which it loses; and return that phrase."""
    for phrase, words in where:
        if word in words:
            words.remove(word)
            return phrase.model_copy(update={"text": text}), phrase
    return Phrase(text=text, worth=0.5, kind="object"), None


def hire(role: Role, argument: str, terms: Terms) -> Any:
    """Hire a describer that refines another, such as `openai:NAME`; raises UsageError for other roles and nobody."""
    if role != "describer":
        raise UsageError(f"refine plays the describer alone, not the {role}")
    if not argument:
        raise UsageError("refine needs to know whose words it places, such as refine:openai")
    return RefiningDescriber(hire_other(role, argument, terms))

"""A chat model inside the process: no server, no key, nothing leaves.

It writes greedily, token by token, in the caller's own thread: whoever closes the iterator has
stopped it. The weights are loaded at the first question.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, ModelProfile
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from qa.errors import ModelUnavailable
from qa.model.local_files import LocalFiles
from qa.model.local_weights import Writer, load_tokenizer, load_writer

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

__all__ = ["LocalModel"]

_WAIT = 0.2  # seconds between two looks whether the model is free
_ROLES = {"human": "user", "ai": "assistant", "system": "system"}


class LocalModel(BaseChatModel):
    """A small instruct model of the user's own, for any chain of LangChain's.

    Raises when used:
        ModelUnavailable: its files cannot be loaded, or the memory does not hold them.
    """

    files: LocalFiles
    most_tokens: int = 400
    """Of a reply: about ten statements. What is longer is cut."""
    prompt_tokens: int = 1_400
    """Of the prompt that the assistant writes for it: what a CPU reads in some seconds."""

    _tokenizer: Any = PrivateAttr(default=None)
    _writer: Writer | None = PrivateAttr(default=None)
    _loading: threading.Lock = PrivateAttr(default_factory=threading.Lock)
    _turn: threading.Lock = PrivateAttr(default_factory=threading.Lock)

    @property
    def model_name(self) -> str:
        """The model's name without the folders before it."""
        return self.files.gguf or self.files.name.rstrip("/").rpartition("/")[2]

    @property
    def _llm_type(self) -> str:
        return "local"

    def _resolve_model_profile(self) -> ModelProfile | None:
        if self.files.context is None:
            return None
        return ModelProfile(max_input_tokens=self.files.context)

    def get_token_ids(self, text: str) -> list[int]:
        """The tokens of a text by the model's own tokenizer, special ones left out."""
        return list(self._loaded_tokenizer().encode(text, add_special_tokens=False))

    def get_num_tokens_from_messages(
        self, messages: Sequence[BaseMessage], tools: Sequence[Any] | None = None
    ) -> int:
        """How many tokens the messages have in the model's own form; it knows no tools."""
        return len(self._prompt(messages))

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> ChatResult:
        pieces = self._stream(messages, stop, run_manager, **kwargs)
        text = "".join(str(piece.message.content) for piece in pieces)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Iterator[ChatGenerationChunk]:
        """The reply token by token; empty pieces while it waits and reads, so that all can stop."""
        for piece in self._pieces(messages, tuple(stop or ())):
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=piece))
            if run_manager and piece:
                run_manager.on_llm_new_token(piece, chunk=chunk)
            yield chunk

    def _pieces(self, messages: Sequence[BaseMessage], stop: tuple[str, ...]) -> Iterator[str]:
        yield ""
        while not self._turn.acquire(timeout=_WAIT):
            yield ""
        try:
            prompt, writer = self._prompt(messages), self._loaded_writer()
            self._refuse_too_long(prompt)
            yield ""
            tokens: list[int] = []
            sent = 0
            for token in writer.write(prompt, self.most_tokens):
                tokens += [] if token is None else [token]
                text, is_over = _settled(self._text(tokens), stop)
                yield text[sent:]
                sent = max(sent, len(text))
                if is_over:
                    return
            yield _whole(self._text(tokens))[sent:]
        finally:
            self._turn.release()

    def _refuse_too_long(self, prompt: Sequence[int]) -> None:
        longest = self.files.context
        if longest is not None and len(prompt) + self.most_tokens > longest:
            raise ModelUnavailable(
                f"The model {self.model_name!r} reads at most {longest:,} tokens, and the prompt "
                f"has {len(prompt):,} beside the {self.most_tokens:,} kept for the reply. "
                "Ask a shorter question, or name a model that reads more."
            )

    def _text(self, tokens: Sequence[int]) -> str:
        text = self._loaded_tokenizer().decode(
            list(tokens), skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        return str(text)

    def _prompt(self, messages: Sequence[BaseMessage]) -> list[int]:
        """The messages in the model's own form, as tokens.

        Words of a document that look like the model's control tokens are read as plain text.
        """
        from jinja2.exceptions import TemplateError

        told = [{"role": _ROLES[one.type], "content": str(one.text)} for one in messages]
        try:
            return self._templated(told)
        except TemplateError:  # some know no system message: it goes before the first question
            rules, *rest = told
            if rules["role"] != "system" or not rest:
                raise
            first = {**rest[0], "content": f"{rules['content']}\n\n{rest[0]['content']}"}
            return self._templated([first, *rest[1:]])

    def _templated(self, told: list[dict[str, str]]) -> list[int]:
        encoded: Any = self._loaded_tokenizer().apply_chat_template(
            told,
            add_generation_prompt=True,
            sanitize_control_tokens=True,
            return_dict=True,
            enable_thinking=False,  # of those that can: it would take minutes
        )
        return list(encoded["input_ids"])

    def _loaded_tokenizer(self) -> PreTrainedTokenizerBase:
        with self._loading:
            if self._tokenizer is None:
                self._tokenizer = load_tokenizer(self.files)
            return self._tokenizer  # type: ignore[no-any-return]

    def _loaded_writer(self) -> Writer:
        tokenizer = self._loaded_tokenizer()
        with self._loading:
            if self._writer is None:
                self._writer = load_writer(self.files, tokenizer)
            return self._writer


def _settled(text: str, stop: Sequence[str]) -> tuple[str, bool]:
    """What of the text so far will not change, and whether the reply ends with it.

    It ends at a stop word, or where a line is written again: weak models go in circles.
    """
    ends = [text.find(word) for word in stop if word in text]
    *lines, last = text.split("\n")
    if lines and _is_again(lines[-1], lines[:-1]):
        ends.append(len(text) - len(last) - len(lines[-1]) - 1)
    if ends:
        return text[: min(ends)], True
    begun = [n for word in stop for n in range(1, len(word)) if text.endswith(word[:n])]
    half = len(text) - len(text.rstrip("\ufffd"))
    again = len(last) if any(line.startswith(last) for line in lines) else 0
    return text[: len(text) - max([half, again, *begun])], False


def _whole(text: str) -> str:
    """A text that came to its end, without a last line that is there already."""
    *lines, last = text.split("\n")
    return "\n".join(lines) if _is_again(last, lines) else text


def _is_again(line: str, lines: Sequence[str]) -> bool:
    return line in lines and len(line.split()) > 1

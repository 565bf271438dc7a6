"""The shell blocks of ``docs/deploy.md``, by the heading they stand under."""

import re
from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "deploy.md"
PIECE = re.compile(r"^(#+) ([^\n]+)$|^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ANSWER = re.compile(r"^([A-Z_]+)=.*$", re.MULTILINE)

FROM_EMPTY = "From an empty Debian server"
ANSWERS = "Your answers"
AUTHORITY = "A certificate of Let's Encrypt's"
OWN_CERTIFICATE = "Or a certificate of your own"
RESTORE = "On another machine"


@dataclass(frozen=True)
class Block:
    """One of them, with the headings it stands under, the largest first."""

    headings: tuple[str, ...]
    text: str

    @property
    def heading(self) -> str:
        return self.headings[-1]

    @property
    def answers(self) -> list[str]:
        """The names that it gives a value to."""
        return ANSWER.findall(self.text)


def blocks(*headings: str) -> list[Block]:
    """All below these headings, in order."""
    found, above = [], [""] * 6
    for level, heading, text in PIECE.findall(DOCUMENT.read_text()):
        if heading:
            above[len(level) - 1 :] = [heading] + [""] * (6 - len(level))
        else:
            found.append(Block(tuple(filter(None, above)), text))
    return [block for block in found if set(headings) <= set(block.headings)]


def answered(block: Block, answers: dict[str, str]) -> str:
    """The block with values of one's own in place of the example's; more may follow."""
    missing = set(block.answers) - set(answers)
    assert not missing, f"The document asks for more: {missing}"
    text = ANSWER.sub(lambda found: f"{found[1]}='{answers[found[1]]}'", block.text)
    more = [name for name in answers if name not in block.answers]
    return text + "".join(f"{name}='{answers[name]}'\n" for name in more)


def installation(answers: dict[str, str], *, without: str) -> list[Block]:
    """What is typed on an empty server; of the two certificates, one is ``without``."""
    return [
        Block(block.headings, answered(block, answers))
        if block.heading == ANSWERS
        else block
        for block in blocks(FROM_EMPTY)
        if block.heading != without
    ]

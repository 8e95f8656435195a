"""The commands of a document, as a reader types them: what its fenced blocks hold, and where each is typed.

A block ```sh c1 w1``` is typed on the hosts c1 and w1. A line that begins with `# ` is typed by root, one with `$ ` by
anybody; a line with neither is part of what the command above it says.
"""
import re


class Command:
    def __init__(self, line, user, text):
        self.line, self.user, self.text, self.says = line, user, text, []


class Block:
    def __init__(self, section, number, hosts, line):
        self.section, self.number, self.hosts, self.line, self.commands = section, number, hosts, line, []

    @property
    def place(self):
        """Which block of its section it is: what befalls hosts before and after it is named by that."""
        return (self.section, self.number)


class Misread(Exception):
    pass


def read(text):
    """All blocks that are typed, in the document's order."""
    blocks, section, block, number = [], "", None, 0
    for line, words in enumerate(text.splitlines(), 1):
        fence = re.match(r"```(\w*) ?(.*)$", words)
        if block is not None:
            if fence:
                block = None
            elif block:
                add(block, line, words)
        elif fence:
            block = False
            if fence[1] == "sh":
                number += 1
                block = Block(section, number, fence[2].split(), line)
                blocks.append(block)
                if not block.hosts:
                    raise Misread(f"line {line}: the block does not say on which host it is typed")
        elif re.match(r"#{2,} ", words):
            section, number = words.lstrip("# "), 0
    return blocks


def add(block, line, words):
    user = {"# ": "root", "$ ": "anybody"}.get(words[:2])
    if user:
        block.commands.append(Command(line, user, words[2:]))
    elif not block.commands:
        raise Misread(f"line {line}: a block begins with a command, after '# ' or '$ '")
    elif words:
        block.commands[-1].says.append(words)

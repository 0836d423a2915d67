"""The mark that makes a string a sentence of the glass, to be found by the translators' tool."""

from __future__ import annotations


def noop(context: str, source: str) -> str:  # noqa: ARG001 - lupdate reads the context
    """Mark a sentence for lupdate (`-tr-function-alias QT_TRANSLATE_NOOP+=noop`); it is translated when said."""
    return source

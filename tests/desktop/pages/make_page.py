"""Writes a web page of about 2,000 nodes: headings, landmarks, a table, a form, an alert."""

from __future__ import annotations

from pathlib import Path

TOP = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Town library</title></head><body>
<header><h1>Town library</h1>
<nav aria-label="Pages"><ul><li><a href="#a">Home</a></li><li><a href="#b">Opening hours</a></li>
<li><a href="#c">Contact</a></li></ul></nav>
<form role="search"><input type="search" aria-label="Search books" placeholder="Title or author">
<button>Search</button></form></header>
<main><div role="alert">The library closes at noon today.</div>
<h2>Renew a book</h2>
<form><p><label for="card">Card number</label>
<input id="card" required aria-describedby="hint" value="4711" autofocus>
<span id="hint">On the back of the card</span></p>
<p><label for="pin">PIN</label> <input id="pin" type="password" value="1234"></p>
<p><label><input type="checkbox" checked> Remind me</label></p>
<p><label><input type="radio" name="p"> By letter</label>
<label><input type="radio" name="p" checked> By mail</label></p>
<p><label for="branch">Branch</label>
<select id="branch"><option>North</option><option selected>South</option></select></p>
<p><label for="weeks">Weeks</label>
<input id="weeks" type="range" min="1" max="6" value="3"></p>
<p><button type="submit">Renew</button> <button disabled>Cancel</button></p></form>
<h2>New books</h2>
<table><caption>New books</caption><thead><tr><th scope="col">Title</th><th scope="col">Shelf</th>
</tr></thead><tbody>
<tr><td>Emma</td><td>A 1</td></tr><tr><td>Dracula</td><td>B 2</td></tr></tbody></table>
<p>Ask at <a href="#d">the desk</a> for help.</p>
<p><progress aria-label="Shelves sorted" value="30" max="120"></progress></p>
"""
SECTION = """\
<h3>Shelf {n}</h3><ul>
<li><a href="#{n}a">Book {n} a</a></li><li><a href="#{n}b">Book {n} b</a></li>
<li><a href="#{n}c">Book {n} c</a></li></ul><p>About shelf {n}.</p>
"""
END = "</main><footer><p>Town library, Main Street 1</p></footer></body></html>\n"


def write_page(path: Path, sections: int = 110) -> Path:
    """Write the page; each section adds about 17 nodes."""
    path.write_text(TOP + "".join(SECTION.format(n=n) for n in range(1, sections + 1)) + END)
    return path

"""Out as documents that people use: HTML, XLSX, DOCX and PDF, beside text, Markdown, CSV and JSON.

A report is set (``setting.py``) as a ``Document`` (``document.py``): what is to stand on paper, in order, each figure
with its id. Every form is a package that writes a document in its own way, and imports the library that it needs when
it is asked for (``forms.py``). Where figures come from is told by ``trace.py``, and pictures are drawn by
``drawing.py``; so no form knows more than how its own kind of file is made.
"""

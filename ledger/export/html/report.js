"use strict";
(() => {
  const dialog = document.querySelector("dialog");
  const body = dialog.querySelector(".body");

  // Explanations open over the page; the list of them is for readers without script.
  for (const list of document.querySelectorAll(".explanations")) list.hidden = true;

  function copyOf(element) {
    const copy = element.cloneNode(true);
    for (const each of [copy, ...copy.querySelectorAll("[id]")]) each.removeAttribute("id");
    copy.removeAttribute("aria-labelledby");
    return copy;
  }

  function explain(anchor) {
    const explanation = document.getElementById(anchor);
    if (!explanation) return;
    const copy = copyOf(explanation);
    const events = new Set([...copy.querySelectorAll("a.event")].map((link) => link.hash.slice(1)));
    for (const link of copy.querySelectorAll("a.event")) link.replaceWith(link.textContent);
    body.replaceChildren(copy);
    if (events.size) {
      const heading = document.createElement("h3");
      heading.textContent = document.getElementById("handelser").textContent;
      body.append(heading);
    }
    for (const event of events) {
      const told = document.getElementById(event);
      if (told) body.append(copyOf(told));
    }
    dialog.dataset.figure = explanation.dataset.figure;
    dialog.showModal();
    dialog.scrollTop = 0;
    dialog.querySelector("h2").focus();
  }

  document.addEventListener("click", (event) => {
    const figure = event.target.closest("a.figure");
    if (figure && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      explain(figure.hash.slice(1));
    }
    if (event.target === dialog || event.target.closest(".close")) dialog.close();
  });

  function openLinked() {
    if (/^#f\d+$/.test(location.hash)) explain(location.hash.slice(1));
  }
  addEventListener("hashchange", openLinked);
  openLinked();

  // Sorting keeps what belongs together: sums and headings stay, and rows within a row follow it.
  const fixed = new Set(["heading", "subtotal", "total"]);

  function blocksOf(table) {
    const blocks = [[]];
    for (const row of table.tBodies[0].rows) {
      if (fixed.has(row.className)) blocks.push([[row]], []);
      else if (row.className === "varav" && blocks.at(-1).length) blocks.at(-1).at(-1).push(row);
      else blocks.at(-1).push([row]);
    }
    return blocks;
  }

  function compared(first, second, column) {
    const [a, b] = [first[0].cells[column], second[0].cells[column]];
    const [x, y] = [a.dataset.value, b.dataset.value];
    if (x !== undefined && y !== undefined) return Number(x) - Number(y);
    if ((x === undefined) !== (y === undefined)) return x === undefined ? 1 : -1;
    return a.textContent.localeCompare(b.textContent, document.documentElement.lang, { numeric: true });
  }

  function sort(table, heading, blocks) {
    const before = heading.getAttribute("aria-sort");
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    const after = before === "ascending" ? "descending" : before === "descending" ? null : "ascending";
    if (after) heading.setAttribute("aria-sort", after);
    const turn = after === "descending" ? -1 : 1;
    for (const block of blocks) {
      const units = [...block];
      if (after && units.length > 1) units.sort((a, b) => turn * compared(a, b, heading.cellIndex));
      for (const unit of units) table.tBodies[0].append(...unit);
    }
  }

  for (const table of document.querySelectorAll("main table")) {
    const blocks = blocksOf(table);
    if (!blocks.some((block) => block.length > 1)) continue;
    for (const heading of table.tHead.rows[0].cells) {
      if (heading.tagName !== "TH") continue;
      const button = document.createElement("button");
      button.type = "button";
      button.title = dialog.dataset.sort.replace("{column}", () => heading.textContent);
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sort(table, heading, blocks));
    }
  }
})();

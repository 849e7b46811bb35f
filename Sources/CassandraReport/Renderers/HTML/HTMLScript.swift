// The script of the page: sorts and filters tables, shows the values of charts. The page is complete without
// it.

enum HTMLScript {
  static let text = """
    "use strict";
    // A row and the line under it that holds what did not fit.
    const records = (body) => {
      const all = [];
      for (const row of body.rows) {
        if (row.classList.contains("more")) all[all.length - 1].push(row); else all.push([row]);
      }
      return all;
    };
    // A link to what is collapsed opens it; paper shows all of it.
    const open = () => {
      let element = document.getElementById(decodeURIComponent(location.hash.slice(1)));
      for (; element; element = element.parentElement) if (element.tagName === "DETAILS") element.open = true;
    };
    addEventListener("hashchange", open);
    if (location.hash) open();
    addEventListener("beforeprint", () => {
      for (const element of document.querySelectorAll("details:not([open])")) {
        element.open = true;
        element.dataset.printed = "";
      }
    });
    addEventListener("afterprint", () => {
      for (const element of document.querySelectorAll("details[data-printed]")) {
        element.open = false;
        delete element.dataset.printed;
      }
    });
    for (const table of document.querySelectorAll("table")) {
      const body = table.tBodies[0];
      const key = (row, i) => { const c = row.cells[i]; return c.dataset.v ?? c.textContent; };
      for (const th of table.tHead.rows[0].cells) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = th.textContent;
        th.replaceChildren(button);
        button.addEventListener("click", () => {
          const down = th.getAttribute("aria-sort") === "ascending";
          for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
          th.setAttribute("aria-sort", down ? "descending" : "ascending");
          const i = th.cellIndex;
          const sorted = records(body).sort((a, b) => {
            const x = key(a[0], i), y = key(b[0], i), m = Number(x), n = Number(y);
            if (x !== "" && y !== "" && !isNaN(m) && !isNaN(n)) return m - n;
            return x < y ? -1 : x > y ? 1 : 0;
          });
          if (down) sorted.reverse();
          body.append(...sorted.flat());
        });
      }
      if (!table.classList.contains("filter")) continue;
      const field = document.createElement("input");
      field.className = "filter";
      field.type = "search";
      field.placeholder = "Filter " + records(body).length + " rows";
      field.setAttribute("aria-label", "Filter the rows of this table");
      field.addEventListener("input", () => {
        const want = field.value.toLowerCase();
        for (const rows of records(body)) {
          const found = rows.some((row) => row.textContent.toLowerCase().includes(want));
          for (const row of rows) row.hidden = !found;
        }
      });
      table.parentElement.before(field);
    }
    for (const figure of document.querySelectorAll("figure[data-chart]")) {
      const data = JSON.parse(figure.querySelector("script").textContent);
      const svg = figure.querySelector("svg.plot");
      const out = figure.querySelector("output");
      const cursor = svg.querySelector(".cursor");
      const points = [];
      for (const line of data.lines) {
        let t = 0;
        for (let i = 0; i < line.t.length; i++) {
          t += line.t[i];
          const file = line.f.length > 1 ? line.f[line.p[i]] : line.f[0];
          points.push({ t: t, text: line.name + " " + line.x[i], at: file + ":" + line.l[i] });
        }
      }
      for (const span of data.spans) points.push({ t: span[0], text: span[1], at: span[2] });
      points.sort((a, b) => a.t - b.t);
      if (!points.length) continue;
      let now = -1;
      const show = (i) => {
        now = Math.max(0, Math.min(points.length - 1, i));
        const t = points[now].t;
        let from = now;
        while (from > 0 && points[from - 1].t === t) from--;
        const parts = [];
        for (let k = from; k < points.length && points[k].t === t; k++) {
          parts.push(points[k].text + (points[k].at ? " (" + points[k].at + ")" : ""));
        }
        const x = (t - data.from) / Math.max(1, data.to - data.from) * 100 + "%";
        cursor.setAttribute("x1", x);
        cursor.setAttribute("x2", x);
        cursor.setAttribute("visibility", "visible");
        out.textContent = new Date(t).toISOString().replace("T", " ").replace("Z", " UTC") + ": " + parts.join("; ");
      };
      svg.addEventListener("pointermove", (event) => {
        const box = svg.getBoundingClientRect();
        const t = data.from + (event.clientX - box.left) / box.width * (data.to - data.from);
        let low = 0, high = points.length - 1;
        while (low < high) { const m = (low + high) >> 1; if (points[m].t < t) low = m + 1; else high = m; }
        show(low > 0 && t - points[low - 1].t < points[low].t - t ? low - 1 : low);
      });
      svg.addEventListener("keydown", (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1, PageDown: 20, PageUp: -20 }[event.key];
        if (step) {
          let i = now + step;
          while (i > 0 && i < points.length - 1 && now >= 0 && points[i].t === points[now].t) i += Math.sign(step);
          show(i);
        } else if (event.key === "Home") show(0);
        else if (event.key === "End") show(points.length - 1);
        else return;
        event.preventDefault();
      });
    }

    """
}

// A page in frames as wide as a phone, a desktop and paper, measured by a script in the surrounding page.

import Foundation
import TestSupport

/// The layout of a page in a browser.
struct PageLayout: Decodable {
  /// The page at one width.
  struct Frame: Decodable {
    /// Width of the frame, in pixels.
    let width: Int
    /// Width of the page's content, in pixels.
    let taken: Int
    /// The beginning of each text that is cut off or reaches out of the page.
    let outside: [String]
    /// Table containers that scroll.
    let scrolling: [String]
    /// Size of the smallest text in a chart, in pixels; nil without charts.
    let smallest: Double?
    /// The maximum number of columns of a table.
    let columns: Int
    /// Links without a target.
    let broken: [String]
    /// Ids of more than one element.
    let repeated: [String]
    /// Charts whose accessible name is shorter than a sentence.
    let nameless: Int
    /// The Content-Security-Policy.
    let policy: String
    /// Headings that skip a level.
    let jumps: [String]
    /// Collapsed tables.
    let collapsed: Int
    /// The readout of the first chart at its end; nil without charts.
    let readout: String?
    /// True if the link to the first error opened it; nil without errors.
    let opened: Bool?
  }

  let frames: [Frame]
  /// Lines of the console.
  let console: [String]

  /// A4 without margins of 14 mm, at 96 pixels an inch.
  static let paper = 688

  /// Opens `page` at 390 and 1,280 pixels, and as paper.
  static func measure(_ page: URL) throws -> PageLayout {
    let folder = try TestFolder()
    let frame = folder.url.appending(path: "frames.html")
    try Data(frames(page).utf8).write(to: frame)
    let run = try OutsideProgram.chromium.run([
      "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
      "--user-data-dir=" + folder.url.appending(path: "profile").path,
      "--enable-logging=stderr", "--v=0", "--host-resolver-rules=MAP * ~NOTFOUND",
      "--virtual-time-budget=8000",
      "--allow-file-access-from-files", "--dump-dom", frame.absoluteString,
    ])
    let console = run.errors.split(separator: "\n").filter { $0.contains(":CONSOLE:") }.map(String.init)
    let parts = run.output.components(separatedBy: "%%%")
    guard parts.count == 3, let data = Data(base64Encoded: parts[1]) else {
      return PageLayout(frames: [], console: console + [String(run.output.prefix(500)), run.errors])
    }
    return PageLayout(frames: try JSONDecoder().decode([Frame].self, from: data), console: console)
  }

  private static func frames(_ page: URL) -> String {
    let all = [390, 1280, paper].map { width in
      "<iframe width=\"\(width)\" height=\"2000\" frameborder=\"0\" src=\"\(page.absoluteString)\"></iframe>"
    }
    return "<!doctype html><meta charset=\"utf-8\"><body>" + all.joined() + "<script>\(script)</script>"
  }

  /// The last frame is paper: print rules apply there, and no block is opened by hand.
  private static let script = """
    addEventListener("load", () => {
      const frames = [...document.querySelectorAll("iframe")].map((frame) => {
        const page = frame.contentDocument, width = +frame.width, isPaper = width === \(paper);
        if (isPaper) {
          for (const rule of page.styleSheets[0].cssRules) {
            if (rule instanceof frame.contentWindow.CSSMediaRule) {
              if (rule.media.mediaText === "print") rule.media.mediaText = "all";
            }
          }
        } else for (const one of page.querySelectorAll("details")) one.open = true;
        const first = page.querySelector("details#E1");
        if (first) first.open = false;
        frame.contentWindow.location.hash = "#E1";
        frame.contentWindow.dispatchEvent(new Event("hashchange"));
        const opened = first ? first.open : null;
        if (first && isPaper) first.open = false;
        const chart = page.querySelector("figure svg.plot");
        if (chart) chart.dispatchEvent(new frame.contentWindow.KeyboardEvent("keydown", { key: "End" }));
        const text = (element) => element.tagName + " " + element.textContent.trim().slice(0, 60);
        const inBox = (element) => !isPaper && element.closest(".scroll");
        const all = [...page.querySelectorAll("body *:not(script)")];
        const isShown = (box) => box.width > 0 && box.height > 0;
        const outside = all.filter((element) => {
          const box = element.getBoundingClientRect();
          return isShown(box) && box.right > width + 1 && !inBox(element) && !element.closest(".skip");
        });
        const boxes = [...page.querySelectorAll(".scroll")];
        const sizes = [...page.querySelectorAll("figure svg text")].map((element) =>
          parseFloat(frame.contentWindow.getComputedStyle(element).fontSize) * element.getScreenCTM().a);
        const ids = all.map((element) => element.id).filter((id) => id);
        let level = 1;
        const jumps = [...page.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((element) => {
          const own = +element.tagName[1], isJump = own > level + 1;
          level = own;
          return isJump;
        });
        return {
          width: width, taken: page.documentElement.scrollWidth,
          outside: outside.slice(0, 5).map(text),
          scrolling: boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).slice(0, 5).map(text),
          smallest: sizes.length ? Math.min(...sizes) : null,
          columns: Math.max(0, ...[...page.querySelectorAll("thead tr")].map((row) => row.cells.length)),
          broken: [...page.querySelectorAll("a[href]")].map((link) => link.getAttribute("href"))
            .filter((target) => target.startsWith("#") ? !page.getElementById(target.slice(1)) : !/^https?:/.test(target)),
          repeated: ids.filter((id, index) => ids.indexOf(id) !== index),
          nameless: [...page.querySelectorAll("figure svg.plot")]
            .filter((chart) => !/\\d/.test(chart.getAttribute("aria-label") ?? "")).length,
          policy: page.querySelector("meta[http-equiv=Content-Security-Policy]")?.content ?? "",
          jumps: jumps.map(text),
          readout: chart ? chart.closest("figure").querySelector("output")?.textContent ?? "" : null, opened: opened,
          collapsed: [...page.querySelectorAll("details table")].filter((table) => {
            return !table.checkVisibility({ contentVisibilityAuto: true });
          }).length,
        };
      });
      const bytes = new TextEncoder().encode(JSON.stringify(frames));
      const out = document.createElement("pre");
      out.textContent = "%%" + "%" + btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join("")) + "%%" + "%";
      document.body.replaceChildren(out);
    });
    """
}

// Puts a studio where this script stands in a page of any site; docs/static-page.md says how.
// <script src="https://…/embed.js" data-link="#d1.…" data-height="600"></script>
(() => {
  const script = document.currentScript;
  if (!script) throw new Error("qdesign: embed.js is a plain script, not a module.");
  const { link = "", lesson = "", height = "", title = "qdesign" } = script.dataset;
  const fragment = lesson ? `#lesson=${lesson}` : link.slice(Math.max(0, link.indexOf("#")));
  const fits = fragment === "" || /^#(d\d{1,2}\.[\w.-]*|lesson=[\w-]+)$/.test(fragment);
  if (!fits) {
    const words = document.createElement("p");
    words.textContent =
      "qdesign: data-link is no link to a drawing. Copy it from Share, or give data-lesson the name of a lesson.";
    script.after(words);
    return;
  }
  const frame = document.createElement("iframe");
  // The page beside this script alone, whatever address the link names.
  frame.src = new URL("./?embed", script.src).href + fragment;
  frame.title = title;
  const asked = Number(height);
  frame.height = String(asked >= 200 && asked <= 4000 ? Math.round(asked) : 600);
  frame.width = "100%";
  frame.loading = "lazy";
  frame.referrerPolicy = "no-referrer";
  frame.allow = "clipboard-write";
  // It can neither lead the course page elsewhere nor reach into it.
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-downloads allow-popups");
  frame.style.border = "0";
  script.after(frame);
})();

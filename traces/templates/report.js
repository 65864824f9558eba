"use strict";
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  document.getElementById("theme").addEventListener("click", () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = root.dataset.theme || (dark ? "dark" : "light");
    root.dataset.theme = now === "dark" ? "light" : "dark";
  });

  for (const compare of all("[data-compare]")) {
    const slider = compare.querySelector("[data-cut]");
    const pick = compare.querySelector("[data-pick]");
    if (!slider) continue;
    const frame = slider.closest(".frame");
    const redrawn = compare.querySelector("[data-redrawn]");
    const best = { src: redrawn.src, alt: redrawn.alt, value: pick ? pick.value : "" };
    const cut = () => {
      frame.style.setProperty("--cut", slider.value + "%");
      slider.setAttribute("aria-valuetext", slider.value + " % original");
    };
    slider.addEventListener("input", cut);
    cut();
    if (pick) {
      pick.addEventListener("change", () => {
        const card = document.getElementById(pick.value);
        const image = card && card.querySelector(".marked img");
        redrawn.src = pick.value === best.value || !image ? best.src : image.src;
        redrawn.alt = pick.value === best.value || !image ? best.alt : image.alt;
      });
    }
  }

  for (const row of all("[data-points]")) {
    const box = document.querySelector(`[data-box="${row.dataset.points}"]`);
    const light = (on) => box && box.classList.toggle("lit", on);
    row.addEventListener("mouseenter", () => light(true));
    row.addEventListener("mouseleave", () => light(false));
    row.addEventListener("focus", () => light(true));
    row.addEventListener("blur", () => light(false));
  }

  for (const section of all(".rounds")) {
    const fold = (open) => all(".card > details", section).forEach((part) => { part.open = open; });
    section.querySelector("[data-unfold]").addEventListener("click", () => fold(true));
    section.querySelector("[data-fold]").addEventListener("click", () => fold(false));
  }

  document.addEventListener("keydown", (event) => {
    const step = { j: 1, k: -1 }[event.key];
    const typing = /^(SELECT|TEXTAREA|INPUT)$/.test(event.target.tagName) && event.target.type !== "range";
    if (!step || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const cards = all(".card[id]");
    const here = cards.indexOf(document.activeElement.closest ? document.activeElement.closest(".card[id]") : null);
    const next = cards[Math.min(Math.max(here + step, 0), cards.length - 1)];
    if (!next) return;
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "start" });
  });
})();

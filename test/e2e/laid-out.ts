import type { Page } from "playwright-core";

/**
 * What a reader would stumble over: words broken within themselves, or amounts and dates, that would fit half the window, text outside of what holds it, and what can only be
 * seen by scrolling sideways. A word longer than that may be broken, as the last resort, and so may an id, which is no word and never twice as wide.
 */
const FAULTS = `(() => {
  const found = new Set();
  const window_ = document.documentElement.clientWidth;
  const isHidden = (element) => {
    for (let each = element; each; each = each.parentElement) if (getComputedStyle(each).clipPath === "inset(50%)") return true;
    return !element.checkVisibility();
  };
  const holder = "main > *, .sheet, dl > div, td, th, li, p, h1, h2, h3, header, footer";
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    const element = text.parentElement;
    if (element.closest("svg, textarea, select, .skip") || isHidden(element)) continue;
    const range = document.createRange();
    const boxes = (from, to) => {
      range.setStart(text, from);
      range.setEnd(text, to);
      return [...range.getClientRects()].filter((box) => box.width > 0);
    };
    for (const { 0: word, index } of text.data.matchAll(/[^ \\t\\r\\n–\\/-]{2,}/g)) {
      if (/^[a-z]+_[0-9a-z]{16,}$/.test(word)) continue;
      const parts = boxes(index, index + word.length);
      const whole = parts.reduce((sum, part) => sum + part.width, 0);
      if (whole <= window_ / 2 && parts.some((part) => Math.abs(part.top - parts[0].top) > 5)) found.add("broken: " + word);
    }
    const held = element.closest(holder)?.getBoundingClientRect();
    if (held && boxes(0, text.length).some((box) => box.right > held.right + 1.5 || box.left < held.left - 1.5))
      found.add("outside: " + text.data.trim().slice(0, 40));
  }
  for (const element of document.querySelectorAll("body, body *")) {
    if (element.closest("svg, textarea, input, .picks") || isHidden(element)) continue;
    if (element.clientWidth > 0 && element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).overflowX !== "visible")
      found.add("sideways: " + element.tagName + "." + element.className);
  }
  if (document.documentElement.scrollWidth > window_) found.add("sideways: the page");
  return [...found];
})()`;

export const layoutFaults = (page: Page): Promise<string[]> => page.evaluate(FAULTS);

export const heightOf = (page: Page): Promise<number> => page.evaluate("document.documentElement.scrollHeight");

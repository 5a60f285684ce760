// Looks at a page as a whole and returns what is wrong with it. Run by inspection.rs with the
// language that the page should have and the width of the screen.
const [language, width] = arguments;
const faults = [];
const must = (holds, words) => {
  if (!holds) faults.push(words);
};
const all = (css) => Array.from(document.querySelectorAll(css));
const brief = (element) => element.outerHTML.slice(0, 120);
const hidden = (element) => element.closest("[aria-hidden=true], .hidden, [hidden]") !== null;
const seen = (element) => element.checkVisibility() && !hidden(element);

// Structure.
const headings = all("h1");
must(headings.length === 1, `${headings.length} h1`);
const heading = headings[0]?.textContent.trim() ?? "";
must(heading !== "" && document.title.includes(heading), "the title lacks the h1");
must(document.documentElement.lang === language, `lang is ${document.documentElement.lang}`);
must(/\p{Script=Devanagari}/u.test(heading) === (language === "hi"), `h1 in ${language}: ${heading}`);
must(all("main").length === 1, "not one main");
const first = document.querySelector("a[href]");
const target = document.getElementById(first?.hash.slice(1) ?? "");
must(target?.localName === "main", "the first link does not skip to the content");
const ids = all("[id]").map((element) => element.id);
for (const id of ids) must(ids.indexOf(id) === ids.lastIndexOf(id), `id ${id} twice`);
for (const name of ["aria-labelledby", "aria-describedby"]) {
  for (const element of all(`[${name}]`)) {
    for (const id of element.getAttribute(name).split(" ")) {
      must(ids.includes(id), `${name} ${id} points nowhere`);
    }
  }
}

// Names.
for (const field of all("input:not([type=hidden]), select, textarea")) {
  const named = field.labels.length > 0 || field.ariaLabel || field.ariaHidden === "true";
  must(named, `no label: ${brief(field)}`);
}
for (const element of all("a[href], button, summary")) {
  if (hidden(element)) continue;
  const picture = element.querySelector("img[alt]");
  const name = element.ariaLabel || element.textContent.trim() || picture?.alt;
  must(name, `no name: ${brief(element)}`);
}
for (const picture of all("img")) must(picture.alt, `no alt: ${brief(picture)}`);

// Size.
const wide = document.documentElement.scrollWidth;
must(wide <= width, `${wide} pixels wide on a screen of ${width}`);
for (const element of all("button, .button, input:not([type=hidden]), select, textarea")) {
  if (!seen(element) || ["checkbox", "radio"].includes(element.type)) continue;
  const box = element.getBoundingClientRect();
  must(box.height >= 24 && box.width >= 24, `too small to touch: ${brief(element)}`);
}

// Contrast.
const numbers = (colour) => colour.match(/[\d.]+/g).map(Number);
const linear = (byte) => {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
};
const luminance = ([red, green, blue]) =>
  0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
const ground = (element) => {
  for (let at = element; at; at = at.parentElement) {
    const style = getComputedStyle(at);
    if (style.backgroundImage !== "none") return null;
    const colour = numbers(style.backgroundColor);
    if ((colour[3] ?? 1) === 1) return colour;
  }
  return [255, 255, 255];
};
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (texts.currentNode.data.trim() === "" || !seen(element)) continue;
  const behind = ground(element);
  if (behind === null) continue;
  const style = getComputedStyle(element);
  const pair = [luminance(numbers(style.color)), luminance(behind)];
  const contrast = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
  const size = parseFloat(style.fontSize);
  const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  must(contrast >= (large ? 3 : 4.5), `contrast ${contrast.toFixed(2)}: ${brief(element)}`);
}
return faults;

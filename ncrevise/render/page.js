"use strict";

// Reads what people type: a true minus sign, a decimal comma, a fraction.
const read = (text) => {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "").replace(/[\u2212\u2013]/g, "-").replace(",", ".");
  const found = /^([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)(?:\/(\d+\.?\d*))?$/i.exec(plain);
  return found ? Number(found[1]) / Number(found[2] ?? 1) : NaN;
};

// The first folded step after a field and before the next question.
const nextStep = (form) => {
  const after = (node) => form.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
  const end = [...document.querySelectorAll("h2")].find(after);
  return [...document.querySelectorAll("details.step:not([open])")].find(
    (step) => after(step) && !(end && end.compareDocumentPosition(step) & Node.DOCUMENT_POSITION_FOLLOWING),
  );
};

const verdict = (form) => {
  const given = read(form.querySelector("input").value);
  if (!Number.isFinite(given)) return ["", "Type a number, such as \u22120.25 or 3/4."];
  const { value, tolerance } = form.dataset;
  if (Math.abs(given - Number(value)) <= Number(tolerance)) return ["is-right", "Correct."];
  const step = nextStep(form);
  if (!step) return ["is-wrong", "Not yet."];
  step.open = true;
  return ["is-wrong", `Not yet. ${step.querySelector(".number").textContent} is open now.`];
};

for (const form of document.querySelectorAll("form.check")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const [state, words] = verdict(form);
    form.className = `check ${state}`;
    form.querySelector("output").textContent = words;
  });
}

// Says what a job is doing, and shows what came of it when it has ended.
"use strict";
const told = document.querySelector("[data-state]");
async function look() {
  try {
    const answer = await fetch(told.dataset.state, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const state = await answer.json();
    if (state.ended) return location.reload();
    if (told.textContent !== state.step) told.textContent = state.step;
  } catch {
    told.textContent = "report-builder does not answer. Is it still running?";
  }
  setTimeout(look, 500);
}
look();

// Opens the paragraph that the address points to, so that its cell is seen at once.
"use strict";
function open() {
  const wanted = document.getElementById(location.hash.slice(1));
  if (wanted instanceof HTMLDetailsElement) {
    wanted.open = true;
    wanted.querySelector("summary").focus();
    wanted.scrollIntoView({ block: "center" });
  }
}
window.addEventListener("hashchange", open);
open();

// Whether a person is pressing something just now: replaced meanwhile, it would lose the press.

let down = false;
const waiting = [];

function up() {
  down = false;
  // The click comes after the release, and belongs to what was pressed.
  setTimeout(() => {
    for (const resolve of waiting.splice(0)) resolve();
  });
}

addEventListener("pointerdown", () => (down = true), true);
addEventListener("pointerup", up, true);
addEventListener("pointercancel", up, true);
addEventListener("blur", up);

/** Ends when nothing is pressed. */
export function released() {
  return down ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve();
}

// Elements from plain values. Text always becomes a text node: nothing is ever read as HTML.

const SVG = "http://www.w3.org/2000/svg";

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, handler] of Object.entries(value)) node.addEventListener(event, handler);
    } else if (name === "value" || name === "checked" || name === "disabled") {
      node[name] = value;
      if (name === "value" && node.type === "date") node.defaultValue = value; // for `refill`
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : String(child));
  }
}

/** An HTML element; `attributes.on` holds event handlers. */
export function el(tag, attributes, ...children) {
  return build(document.createElement(tag), attributes, children);
}

/** An SVG element. */
export function svg(tag, attributes, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

/**
 * Put `children` in the place of everything in `node`. What had the focus keeps it and what was
 * unfolded stays so, by its id.
 */
export function fill(node, ...children) {
  const focused = node.contains(document.activeElement) ? document.activeElement.id : "";
  const unfolded = [...node.querySelectorAll("details[open][id]")].map(({ id }) => id);
  node.replaceChildren();
  append(node, children);
  for (const id of unfolded) document.getElementById(id)?.setAttribute("open", "");
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

/**
 * `fill`, unless the same is there already: what a person holds open, a list or a calendar, is not
 * taken away then. For children whose handlers hold nothing that is not seen.
 */
export function refill(node, ...children) {
  const anew = node.cloneNode(false);
  append(anew, children);
  if (!anew.isEqualNode(node)) fill(node, ...anew.childNodes);
}

/** Gives, call by call, a function that says whether no later call was made. */
export function newest() {
  let turn = 0;
  return () => {
    turn += 1;
    const mine = turn;
    return () => mine === turn;
  };
}

let counter = 0;

/** An id that no other element of the page has. */
export function uniqueId(prefix) {
  counter += 1;
  return `${prefix}-${counter}`;
}

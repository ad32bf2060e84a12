// Before anything of Monaco or GraphiQL runs: where the workers are, and how style elements get past the policy.
import { config } from "./config.js";

globalThis.MonacoEnvironment = {
  getWorker(_id, label) {
    return new Worker(config.workers[label] ?? config.workers.editor, { type: "module", name: label });
  },
};

// Monaco and Radix make style elements in many places and cannot be told a nonce in most of them. The policy stays
// as strict this way: markup that somebody smuggles in does not pass through here.
const { nonce } = document.querySelector("link[nonce]");
const createElement = Document.prototype.createElement;
Document.prototype.createElement = function (name, options) {
  const element = createElement.call(this, name, options);
  if (element instanceof HTMLStyleElement) {
    element.nonce = nonce;
  }
  return element;
};

// Monaco writes its lines as markup with style attributes, which the policy forbids. What it writes comes by here: the
// styles are set by script instead, which the policy allows. Those in the markup of the page itself stay forbidden.
const MARK = "data-own-style";
const TAG = /<[a-z][^<>]*>/gi;

function marked(markup) {
  return String(markup).replace(TAG, (tag) => tag.replace(/\sstyle=(?=["'])/i, ` ${MARK}=`));
}

function styled(root) {
  for (const element of root.querySelectorAll(`[${MARK}]`)) {
    element.style.cssText = element.getAttribute(MARK);
    element.removeAttribute(MARK);
  }
}

const innerHTML = Object.getOwnPropertyDescriptor(Element.prototype, "innerHTML");
Object.defineProperty(Element.prototype, "innerHTML", {
  ...innerHTML,
  set(markup) {
    innerHTML.set.call(this, marked(markup));
    styled(this);
  },
});

const insertAdjacentHTML = Element.prototype.insertAdjacentHTML;
Element.prototype.insertAdjacentHTML = function (where, markup) {
  insertAdjacentHTML.call(this, where, marked(markup));
  styled(this.parentElement ?? this);
};

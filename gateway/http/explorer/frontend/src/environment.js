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

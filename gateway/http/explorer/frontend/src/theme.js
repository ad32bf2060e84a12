// Quiet colours for Monaco, to go with style.css, and a font stack that ends in one every machine has.
import { editor } from "monaco-graphql/esm/monaco-editor.js";

export const EDITOR_THEME = { light: "gemeentegraaf-light", dark: "gemeentegraaf-dark" };

const ACCENT = { light: "#0b5c8c", dark: "#7cc4ee" };
const SURFACE = { light: "#ffffff", dark: "#1b232c" };
const INK = { light: "#4d5a66", dark: "#a9b6c2" };
const SYNTAX = {
  light: {
    keyword: "6f3fc4",
    "key.identifier.gql": "0b5c8c",
    "argument.identifier.gql": "6b4a00",
    "string.key.json": "0b5c8c",
    "string.value.json": "276749",
    string: "276749",
    number: "9a3412",
    comment: "5b6770",
  },
  dark: {
    keyword: "c4a7ff",
    "key.identifier.gql": "7cc4ee",
    "argument.identifier.gql": "e3b341",
    "string.key.json": "7cc4ee",
    "string.value.json": "8fd19e",
    string: "8fd19e",
    number: "ffb086",
    comment: "9aa7b2",
  },
};
const BRACKETS = [1, 2, 3, 4, 5, 6].map((level) => `editorBracketHighlight.foreground${level}`);

function theme(mode) {
  const accent = ACCENT[mode];
  const tint = `${accent}26`;
  return {
    base: mode === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: Object.entries(SYNTAX[mode]).map(([token, foreground]) => ({ token, foreground })),
    colors: {
      "editor.background": "#ffffff00",
      "scrollbar.shadow": "#ffffff00",
      focusBorder: accent,
      "textLink.foreground": accent,
      "editorLink.activeForeground": accent,
      "editorWidget.background": SURFACE[mode],
      "editorHoverWidget.background": SURFACE[mode],
      "editorSuggestWidget.background": SURFACE[mode],
      "editorSuggestWidget.selectedBackground": tint,
      "editorSuggestWidget.selectedForeground": accent,
      "list.highlightForeground": accent,
      "list.focusHighlightForeground": accent,
      "list.hoverBackground": tint,
      "menu.background": SURFACE[mode],
      "menu.selectionBackground": tint,
      "menu.selectionForeground": accent,
      "quickInput.background": SURFACE[mode],
      "quickInputList.focusBackground": tint,
      "quickInputList.focusForeground": accent,
      "editorLineNumber.foreground": INK[mode],
      ...Object.fromEntries(BRACKETS.map((name) => [name, INK[mode]])),
    },
  };
}

export function dress() {
  editor.defineTheme(EDITOR_THEME.light, theme("light"));
  editor.defineTheme(EDITOR_THEME.dark, theme("dark"));
  const fontFamily = getComputedStyle(document.documentElement).getPropertyValue("--mono").trim();
  editor.onDidCreateEditor((created) => created.updateOptions({ fontFamily, fontSize: 14 }));
}

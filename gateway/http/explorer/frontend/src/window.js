// The width under which editor.css lays panels over the editor.
const NARROW = matchMedia("(max-width: 60rem)");
export const isNarrow = () => NARROW.matches;

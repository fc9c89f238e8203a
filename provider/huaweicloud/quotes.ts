import { stripVTControlCharacters } from "node:util";

/** The longest quotation in a message. */
const MAX_LENGTH = 300;
/** How much of an HTML page is searched for visible text. */
const MAX_MARKUP_LENGTH = 64 * 1024;

type Clean = (text: string) => string;

/**
 * The beginning of untrusted text, on one line and without terminal control characters.
 *
 * @param clean removes secrets. It runs before the text is cut, since a truncated secret is not recognized, and after control
 *   characters are removed, since they could split a secret
 */
export function quoted(
  text: string,
  clean: Clean,
  length = MAX_LENGTH,
): string {
  return shortened(clean(printable(text)), length);
}

/** Quotes the body of a response; of an HTML page, only the visible text. */
export function excerpt(body: string, clean: Clean = (text) => text): string {
  const visible = withoutMarkup(
    clean(printable(body)).slice(0, MAX_MARKUP_LENGTH),
  );
  return quoted(visible, clean);
}

function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  return `${text
    .slice(0, length)
    .replace(/\p{Cs}$/u, "")
    .trimEnd()}…`;
}

/** Removes escape sequences, control characters, and marks that are invisible or change the direction of text. */
function printable(text: string): string {
  return (
    stripVTControlCharacters(text)
      .replace(/\s+/g, " ")
      // One by one: a repetition of millions could exhaust the expression's stack.
      .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, "")
      .trim()
  );
}

/** These expressions take linear time for any input. */
function withoutMarkup(text: string): string {
  return text
    .replace(/<(script|style)\b[^]*?(?:<\/\1|$)/gi, " <")
    .replace(/<[^<>]*>/g, " ");
}

import { stripVTControlCharacters } from "node:util";

/** As much of one text as a message quotes. */
const MAX_LENGTH = 300;
/** As much of a page as is searched for what a person would read. */
const MAX_MARKUP_LENGTH = 64 * 1024;

type Clean = (text: string) => string;

/**
 * The beginning of a text that others wrote, on one line and without what steers a terminal.
 *
 * @param clean takes secrets out; before the text is cut, which would leave a part of a secret that nobody recognizes,
 *   and after all that could stand between the parts of one is gone
 */
export function quoted(
  text: string,
  clean: Clean,
  length = MAX_LENGTH,
): string {
  return shortened(clean(printable(text)), length);
}

/** The same for an answer's body: of a page of HTML, what a person would read. */
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

/** Takes out escape sequences, control characters, and marks that turn the direction of a text or are not seen. */
function printable(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, "")
    .trim();
}

/** No expression here looks at a character again and again, whatever the text. */
function withoutMarkup(text: string): string {
  return text
    .replace(/<(script|style)\b[^]*?(?:<\/\1|$)/gi, " <")
    .replace(/<[^<>]*>/g, " ");
}

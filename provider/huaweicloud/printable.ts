import { stripVTControlCharacters } from "node:util";

/** Of what others wrote, as much as a message quotes of one thing. */
export const MAX_QUOTED = 300;
/** More of a text is not looked at: what a person reads of it comes first. */
const MAX_CONSIDERED = 64 * 1024;

/** A text on one line, without what steers a terminal or turns its direction. */
export function printable(text: string): string {
  return stripVTControlCharacters(text)
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, " ")
    .replace(/\p{Cf}+/gu, "")
    .trim();
}

/** What a person reads of a page of HTML; other text as it is. In time that grows with its length only. */
export function withoutMarkup(text: string): string {
  return text
    .slice(0, MAX_CONSIDERED)
    .replace(/<(script|style)\b[^]*?(?:<\/\1|$)/gi, " <")
    .replace(/<[^<>]*>/g, " ");
}

/** The beginning of a text. */
export function shortened(text: string, length = MAX_QUOTED): string {
  if (text.length <= length) return text;
  return `${text.slice(0, length).toWellFormed().trimEnd()}…`;
}

import { inspect } from "node:util";

/** A credential that can't be printed by accident: only `reveal()` returns its value. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return "[secret]";
  }

  toJSON(): string {
    return this.toString();
  }

  [inspect.custom](): string {
    return this.toString();
  }
}

/** The length of the pieces of a secret that are removed even on their own, since services shorten or wrap what they quote. */
const PIECE = 12;

/**
 * Removes secrets from untrusted text, since gateways quote requests: whole in one or two layers of encoding, and in pieces of
 * {@link PIECE} characters or more, also with white space between them.
 */
export function redact(text: string, secrets: readonly Secret[]): string {
  return redactor(secrets)(text);
}

/** Like {@link redact}, for several texts. */
export function redactor(secrets: readonly Secret[]): (text: string) => string {
  const texts = secrets.map((secret) => secret.reveal()).filter(Boolean);
  if (texts.length === 0) return (text) => text;
  const whole = texts
    .flatMap((text) => [
      ...writtenForms(text).flatMap(writtenForms),
      ...withinBase64(text),
    ])
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  const pattern = new RegExp(whole.join("|"), "g");
  const pieces = new Set(
    texts
      .flatMap((text) => [...writtenForms(text), ...withinBase64(text)])
      .flatMap(piecesOf),
  );
  return (text) =>
    withoutPieces(
      whole.length === 0 ? text : text.replace(pattern, MARK),
      pieces,
    );
}

const MARK = "[secret]";

function piecesOf(form: string): string[] {
  const text = form.replace(/\s+/g, "");
  return Array.from({ length: Math.max(0, text.length - PIECE + 1) }, (_, i) =>
    text.slice(i, i + PIECE),
  );
}

function withoutPieces(text: string, pieces: ReadonlySet<string>): string {
  if (pieces.size === 0) return text;
  /** Maps each character of the text without white space to its position in the text. */
  const places = new Uint32Array(text.length);
  let compact = "";
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    for (let i = 0; i < word.length; i++)
      places[compact.length + i] = index + i;
    compact += word;
  }
  const isPiece = (end: number) => pieces.has(compact.slice(end - PIECE, end));
  let clean = "";
  let rest = 0;
  for (let end = PIECE; end <= compact.length; end++) {
    if (!isPiece(end)) continue;
    clean += text.slice(rest, places[end - PIECE]) + MARK;
    while (end < compact.length && isPiece(end + 1)) end++;
    rest = (places[end - 1] ?? 0) + 1;
    end += PIECE - 1;
  }
  return clean + text.slice(rest);
}

const HTML: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * The base64 forms of a text inside the base64 of a longer text, such as a whole body. It may begin at any of three offsets.
 */
function withinBase64(text: string): string[] {
  const forms = [0, 1, 2].flatMap((before) => {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    // The characters at both ends also encode neighbouring bytes.
    const [start, end] = [
      Math.ceil((before * 4) / 3),
      Math.floor((bytes.length * 4) / 3),
    ];
    return (["base64", "base64url"] as const).map((encoding) =>
      bytes.toString(encoding).slice(start, end),
    );
  });
  return [...new Set(forms)].filter((form) => form.length >= 8);
}

function writtenForms(text: string): string[] {
  const bytes = Buffer.from(text);
  const forms = [
    text,
    encodeURIComponent(text),
    encodeURIComponent(text).replace(/%../g, (code) => code.toLowerCase()),
    text.replace(/[&<>"']/g, (character) => HTML[character] ?? ""),
    JSON.stringify(text).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
  ];
  // Shorter forms would also remove ordinary words.
  return [...new Set(forms)].filter((form) => form.length >= 4);
}

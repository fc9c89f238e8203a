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
  const piecesWithin = piecesOf(texts);
  const formsOf = memoized((one) => [
    ...writtenForms(one).flatMap(writtenForms),
    ...withinBase64(one),
  ]);
  return (text) => {
    // A form is at least as long as the secret itself, which may be much longer than the text.
    const forms = texts
      .filter(({ length }) => length <= text.length)
      .flatMap(formsOf);
    const clean = [...new Set(forms)]
      .sort((a, b) => b.length - a.length)
      .reduce((rest, form) => rest.replaceAll(form, PLACE), text);
    return withoutPieces(clean, piecesWithin).replaceAll(PLACE, MARK);
  };
}

const MARK = "[secret]";
/** Stands for the mark until all forms are replaced, since a secret may be a part of the mark. */
const PLACE = "\0";
/** Secrets of more characters, in all forms, are compared with the pieces of the text instead of the other way round. */
const MANY = 100_000;

/** Finds the pieces of the secrets that a text without white space contains; perhaps others too. */
function piecesOf(texts: readonly string[]) {
  const formsOf = memoized((one) =>
    [...writtenForms(one), ...withinBase64(one)].map((form) =>
      form.replace(/\s+/g, ""),
    ),
  );
  let all: ReadonlySet<string> | undefined;
  return (compact: string): ReadonlySet<string> => {
    if (all) return all;
    const known = texts.flatMap(formsOf);
    if (known.reduce((sum, { length }) => sum + length, 0) <= MANY) {
      all = new Set(known.flatMap((form) => [...windowsOf(form)]));
      return all;
    }
    const inText = new Set(windowsOf(compact));
    const found = new Set<string>();
    for (const form of known) {
      for (const piece of windowsOf(form)) {
        if (inText.has(piece)) found.add(piece);
      }
    }
    return found;
  };
}

/** Computes the forms of each secret once, since one redactor serves many texts. */
function memoized(
  forms: (secret: string) => string[],
): (secret: string) => string[] {
  const known = new Map<string, string[]>();
  return (secret) => {
    const all = known.get(secret) ?? forms(secret);
    known.set(secret, all);
    return all;
  };
}

function* windowsOf(text: string): Generator<string> {
  for (let end = PIECE; end <= text.length; end++) {
    yield text.slice(end - PIECE, end);
  }
}

function withoutPieces(
  text: string,
  piecesWithin: (compact: string) => ReadonlySet<string>,
): string {
  /** Maps each character of the text without white space to its position in the text. */
  const places = new Uint32Array(text.length);
  let compact = "";
  for (const { 0: word, index } of text.matchAll(/\S+/g)) {
    for (let i = 0; i < word.length; i++)
      places[compact.length + i] = index + i;
    compact += word;
  }
  const pieces = piecesWithin(compact);
  if (pieces.size === 0) return text;
  const isPiece = (end: number) => pieces.has(compact.slice(end - PIECE, end));
  let clean = "";
  let rest = 0;
  for (let end = PIECE; end <= compact.length; end++) {
    if (!isPiece(end)) continue;
    clean += text.slice(rest, places[end - PIECE]) + PLACE;
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

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

/** Removes secrets from untrusted text, in plain form and in one or two layers of encoding, since gateways quote requests. */
export function redact(text: string, secrets: readonly Secret[]): string {
  const forms = secrets
    .flatMap((secret) => writtenForms(secret.reveal()).flatMap(writtenForms))
    .sort((a, b) => b.length - a.length)
    .map((form) => form.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  if (forms.length === 0) return text;
  return text.replace(new RegExp(forms.join("|"), "g"), "[secret]");
}

const HTML: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

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

/** Programs load it too, so it imports little. */

/** The property at the beginning of a path, such as one in `ignoreChanges`; `*` means everything. */
export function rootOf(path: string): string {
  const [root = path] = /\w+|\*/.exec(path) ?? [];
  return root;
}

/** Why `ignoreChanges` must not name a gate. */
export function heldGate(path: string): string {
  return `ignoreChanges: ["${path}"] would keep the old gate instead of the program's: remove it`;
}

/** Light: programs load it too. */

/** The property at the beginning of a path in `ignoreChanges`; `*` means everything. */
export function rootOf(path: string): string {
  const [root = path] = /\w+|\*/.exec(path) ?? [];
  return root;
}

/** Why a gate may not be ignored. */
export function heldGate(path: string): string {
  return `ignoreChanges: ["${path}"] would keep the old gate instead of the program's: remove it`;
}

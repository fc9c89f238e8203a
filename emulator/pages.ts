import type { Settings } from "./settings.js";

const MAX_LIMIT = 2000;
const MAX_MARKER_LENGTH = 36;

export interface Page {
  readonly ids: readonly string[];
  readonly info: {
    readonly current_count: number;
    readonly previous_marker?: string;
    readonly next_marker?: string;
  };
}

/** Unknown parameters are ignored, including `vif_peer_id`. */
export function pageOf(
  sortedIds: readonly string[],
  query: URLSearchParams,
  { pageBug, maxPageSize }: Pick<Settings, "pageBug" | "maxPageSize">,
): Page | { badParameter: string } {
  const limit = query.get("limit") ?? String(MAX_LIMIT);
  const marker = query.get("marker") ?? undefined;
  const sortKey = query.get("sort_key") ?? "id";
  const direction = query.get("sort_dir") ?? "asc";
  if (!/^\d{1,4}$/.test(limit) || +limit < 1 || +limit > MAX_LIMIT) {
    return { badParameter: `limit ${limit} is not in 1..${String(MAX_LIMIT)}` };
  }
  if (marker !== undefined && marker.length > MAX_MARKER_LENGTH) {
    return { badParameter: "marker is too long" };
  }
  if (sortKey !== "id") return { badParameter: `sort_key ${sortKey}` };
  if (direction !== "asc" && direction !== "desc") {
    return { badParameter: `sort_dir ${direction}` };
  }

  const ordered = direction === "asc" ? sortedIds : [...sortedIds].reverse();
  const from = pageBug === "repeatPage" ? undefined : marker;
  const remaining = ordered.filter(
    (id) => from === undefined || (direction === "asc" ? id > from : id < from),
  );
  const ids = remaining.slice(0, Math.min(+limit, maxPageSize));
  const [first] = ids;
  const next =
    pageBug === "repeatMarker" && marker !== undefined
      ? marker
      : ids.length < remaining.length
        ? ids.at(-1)
        : undefined;
  return {
    ids,
    info: {
      current_count: ids.length,
      ...(first === undefined ? {} : { previous_marker: first }),
      ...(next === undefined ? {} : { next_marker: next }),
    },
  };
}

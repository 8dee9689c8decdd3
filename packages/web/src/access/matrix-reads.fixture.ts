import { HonoRequest } from "hono/request";
import { vi } from "vitest";

/** What a form or a query is read by as a whole: it may take anything. */
export const WHOLE = "*";

/** What is read of the request while something is answered: names in the query, fields of a form, and headers. */
export interface Reads {
  readonly query: ReadonlySet<string>;
  readonly form: ReadonlySet<string>;
  readonly header: ReadonlySet<string>;
}

type Reader = (this: unknown, name?: unknown) => unknown;

/** Runs it, and says what it read of its requests. Nothing else may be asked meanwhile. */
export async function readsOf(run: () => Promise<unknown>): Promise<Reads> {
  const [query, form, header] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const watch = (of: object, names: readonly string[], seen: Set<string>, byName: boolean): void => {
    for (const name of names) {
      const [methods, real] = [of as Record<string, Reader>, (of as Record<string, Reader>)[name]];
      if (!real) throw new Error(`there is no ${name} to watch`);
      vi.spyOn(methods, name).mockImplementation(function (this: unknown, ...given: unknown[]) {
        seen.add(byName && typeof given[0] === "string" ? given[0] : WHOLE);
        return Reflect.apply(real, this, given);
      } as never);
    }
  };
  watch(HonoRequest.prototype, ["query", "queries"], query, true);
  watch(HonoRequest.prototype, ["header"], header, true);
  watch(URLSearchParams.prototype, ["get", "getAll", "has"], query, true);
  watch(URLSearchParams.prototype, ["entries", "keys", "values", "forEach"], query, false);
  watch(FormData.prototype, ["get", "getAll", "has"], form, true);
  watch(FormData.prototype, ["entries", "keys", "values", "forEach"], form, false);
  watch(HonoRequest.prototype, ["parseBody", "formData", "json", "text", "arrayBuffer", "blob"], form, false);
  try {
    await run();
  } finally {
    vi.restoreAllMocks();
  }
  return { query, form, header };
}

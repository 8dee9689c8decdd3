import { randomBytes } from "node:crypto";
import { type Auditor, audited, auditor, type Deed } from "@saldovakt/service";
import type { Store } from "@saldovakt/store";
import type { Context } from "../context.ts";

/** Whoever has the state at hand may do everything; what they change is written down all the same. */
export const BY = { principal: { kind: "command", id: "cli" } } as const;

/** One for each state that is open, which keeps its lines in order. */
const auditors = new WeakMap<object, Auditor>();

function auditorOf(store: Pick<Store, "putAudit" | "audit">, { real }: Pick<Context, "real">): Auditor {
  const made = auditors.get(store) ?? auditor(store, real.now, randomBytes);
  auditors.set(store, made);
  return made;
}

/** Does what a command is asked for, and writes down before it that it is done, and after it if it came to nothing. */
export const noted = <T>(
  store: Pick<Store, "putAudit" | "audit">,
  context: Pick<Context, "real">,
  deed: Deed,
  work: () => Promise<T>,
): Promise<T> => audited(auditorOf(store, context), BY, deed, work);

/** Writes down what a command has made: before, it could not be named. */
export const notedMade = (store: Pick<Store, "putAudit" | "audit">, context: Pick<Context, "real">, deed: Deed): Promise<void> =>
  auditorOf(store, context).permitted(BY, deed);

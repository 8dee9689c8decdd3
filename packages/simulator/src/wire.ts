import type { PlainDate } from "@saldovakt/domain";
import type { BlockSpec } from "./company-spec.ts";

/** How one company's answers are written, where the documentation leaves room or production is known to differ. */
export interface WireHabits {
  readonly reference: string;
  /** `senastUppdaterad` as of a day: the description has no zone, production sends both. */
  stamp(today: PlainDate): string;
  nextReconciliation(today: PlainDate): PlainDate;
  readonly information: readonly string[];
  readonly payoutAccount?: string;
  readonly blocks: readonly BlockSpec[];
  /** The service description does not name the array. */
  readonly blocksKey: string;
  /** Arrays without elements are left out instead of sent empty. */
  readonly omitsEmpty: boolean;
  /** Fields a later minor version has added. */
  readonly extra: Readonly<Record<string, unknown>>;
}

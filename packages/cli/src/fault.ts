import { SaldovaktError, toSaldovaktError } from "@saldovakt/domain";

/** Exit statuses; part of the contract. */
export const EXIT = { ok: 0, internal: 1, refused: 2, someFailed: 3, interrupted: 130 } as const;

/** What the process says of a fault by its exit status: 2 what the user or the installation must mend, 3 this account or a passing matter. */
export function exitStatus(fault: SaldovaktError): number {
  if (fault.scope === "input" || fault.scope === "installation") return EXIT.refused;
  return fault.scope === "internal" ? EXIT.internal : EXIT.someFailed;
}

/** The gravest of several exit statuses. */
export const gravest = (statuses: readonly number[]): number =>
  [EXIT.internal, EXIT.refused, EXIT.someFailed].find((status) => statuses.includes(status)) ?? EXIT.ok;

/** A last line of defence: whatever looks like an identity, a reference, a key or a token goes, whoever wrote the text. */
export const redact = (text: string): string =>
  text
    .replace(/[A-Za-z0-9+/_=-]{24,}/g, "…")
    .replace(/\d{6,8}[-+]?\d{4}/g, "…")
    .replace(/\d{9,}/g, "…");

const oneLine = (text: string): string => text.replace(/\s*[\r\n]+\s*/g, " ").trim();

const sentence = (text: string): string => {
  const line = oneLine(text);
  return `${line.slice(0, 1).toUpperCase()}${line.slice(1)}${/[.!?]$/.test(line) ? "" : "."}`;
};

const GENERAL_REMEDY: Readonly<Record<SaldovaktError["scope"], string>> = {
  input: "see `saldovakt --help`",
  installation: "run `saldovakt doctor`, which looks at every part of the installation in turn",
  account: "look at the account in the authority's own service and try again tomorrow; no other account is touched by it",
  transient: "try again later",
  internal: "run it again with SALDOVAKT_DEBUG=1 and report what it prints",
};

/** The contract's lines of a fault: what has happened with its code, then what to do. */
export function faultLines(thrown: unknown): readonly string[] {
  const fault = toSaldovaktError(thrown);
  return [`saldovakt: ${oneLine(fault.message)} (${fault.code})`, `  ${sentence(fault.remedy ?? GENERAL_REMEDY[fault.scope])}`];
}

/** The chain of causes for whoever mends the program, without anything that could be personal or secret; frames of the program's own faults only. */
export function causeLines(thrown: unknown): readonly string[] {
  const lines: string[] = [];
  let cause = thrown instanceof SaldovaktError ? thrown.cause : thrown;
  for (let depth = 0; depth < 8 && cause !== undefined && cause !== null; depth++) {
    const error = cause instanceof Error ? cause : new Error(typeof cause);
    const code = (error as { readonly code?: unknown }).code;
    lines.push(`  caused by ${error.name}${typeof code === "string" ? ` ${code}` : ""}: ${redact(oneLine(error.message))}`);
    if (toSaldovaktError(thrown).scope === "internal") lines.push(...framesOf(error));
    cause = error.cause;
  }
  return lines;
}

const framesOf = (error: Error): string[] =>
  (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at .*:\d+:\d+\)?$/.test(line))
    .slice(0, 8)
    .map((line) => `    ${line.trim()}`);
